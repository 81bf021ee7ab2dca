#pragma once

#include <string_view>

namespace scim2ldap::ldap {

/// Result codes of RFC 4511 §4.1.9 (and RFC 4528, RFC 4533), and, below zero, libldap's own for what no
/// server said.
enum class ResultCode : int {
  Success = 0,
  OperationsError = 1,
  ProtocolError = 2,
  TimeLimitExceeded = 3,
  SizeLimitExceeded = 4,
  CompareFalse = 5,
  CompareTrue = 6,
  AuthMethodNotSupported = 7,
  StrongerAuthRequired = 8,
  Referral = 10,
  AdminLimitExceeded = 11,
  UnavailableCriticalExtension = 12,
  ConfidentialityRequired = 13,
  NoSuchAttribute = 16,
  UndefinedAttributeType = 17,
  InappropriateMatching = 18,
  ConstraintViolation = 19,
  AttributeOrValueExists = 20,
  InvalidAttributeSyntax = 21,
  NoSuchObject = 32,
  AliasProblem = 33,
  InvalidDnSyntax = 34,
  InappropriateAuthentication = 48,
  InvalidCredentials = 49,
  InsufficientAccessRights = 50,
  Busy = 51,
  Unavailable = 52,
  UnwillingToPerform = 53,
  LoopDetect = 54,
  NamingViolation = 64,
  ObjectClassViolation = 65,
  NotAllowedOnNonLeaf = 66,
  NotAllowedOnRdn = 67,
  EntryAlreadyExists = 68,
  ObjectClassModsProhibited = 69,
  AffectsMultipleDsas = 71,
  Other = 80,
  AssertionFailed = 122,
  SyncRefreshRequired = 4096,
  ServerDown = -1,
  LocalError = -2,
  EncodingError = -3,
  DecodingError = -4,
  Timeout = -5,
  FilterError = -7,
  ConnectError = -11
};

/// The name as RFC 4511 writes it ("noSuchObject"); "unknown result" for others.
[[nodiscard]] std::string_view toString(ResultCode code);

/// Codes after which nothing is known about a request that was sent: the connection was lost or the
/// deadline passed before the answer came.
[[nodiscard]] constexpr bool isOutcomeUnknown(ResultCode code) {
  return code == ResultCode::ServerDown || code == ResultCode::Timeout || code == ResultCode::DecodingError;
}
/// Codes that say "not now" (the directory is away, busy or overloaded) rather than "no".
[[nodiscard]] bool isUnavailable(ResultCode code);
/// The same for an answer as a whole: also of a directory that is read-only for a while ("operation
/// restricted"), or that does not take our own credentials.
[[nodiscard]] bool isNotNow(ResultCode code, std::string_view diagnosticMessage);

}  // namespace scim2ldap::ldap
