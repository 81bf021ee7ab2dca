#include "ldap/ResultCode.h"

namespace scim2ldap::ldap {

bool isNotNow(ResultCode code, std::string_view diagnosticMessage) {
  // 53 "operation restricted"; 50 "Operations are restricted to bind/unbind/..." of an expired password.
  const bool isReadOnly =
      (code == ResultCode::UnwillingToPerform || code == ResultCode::InsufficientAccessRights) &&
      diagnosticMessage.find("restricted") != std::string_view::npos;
  return isUnavailable(code) || isReadOnly || code == ResultCode::InvalidCredentials ||
         code == ResultCode::InappropriateAuthentication;
}

bool isUnavailable(ResultCode code) {
  switch (code) {
    case ResultCode::TimeLimitExceeded:
    case ResultCode::Busy:
    case ResultCode::Unavailable:
    case ResultCode::ServerDown:
    case ResultCode::Timeout:
    case ResultCode::ConnectError:
    case ResultCode::DecodingError:
      return true;
    default:
      return false;
  }
}

std::string_view toString(ResultCode code) {
  switch (code) {
    case ResultCode::Success:
      return "success";
    case ResultCode::OperationsError:
      return "operationsError";
    case ResultCode::ProtocolError:
      return "protocolError";
    case ResultCode::TimeLimitExceeded:
      return "timeLimitExceeded";
    case ResultCode::SizeLimitExceeded:
      return "sizeLimitExceeded";
    case ResultCode::CompareFalse:
      return "compareFalse";
    case ResultCode::CompareTrue:
      return "compareTrue";
    case ResultCode::AuthMethodNotSupported:
      return "authMethodNotSupported";
    case ResultCode::StrongerAuthRequired:
      return "strongerAuthRequired";
    case ResultCode::Referral:
      return "referral";
    case ResultCode::AdminLimitExceeded:
      return "adminLimitExceeded";
    case ResultCode::UnavailableCriticalExtension:
      return "unavailableCriticalExtension";
    case ResultCode::ConfidentialityRequired:
      return "confidentialityRequired";
    case ResultCode::NoSuchAttribute:
      return "noSuchAttribute";
    case ResultCode::UndefinedAttributeType:
      return "undefinedAttributeType";
    case ResultCode::InappropriateMatching:
      return "inappropriateMatching";
    case ResultCode::ConstraintViolation:
      return "constraintViolation";
    case ResultCode::AttributeOrValueExists:
      return "attributeOrValueExists";
    case ResultCode::InvalidAttributeSyntax:
      return "invalidAttributeSyntax";
    case ResultCode::NoSuchObject:
      return "noSuchObject";
    case ResultCode::AliasProblem:
      return "aliasProblem";
    case ResultCode::InvalidDnSyntax:
      return "invalidDNSyntax";
    case ResultCode::InappropriateAuthentication:
      return "inappropriateAuthentication";
    case ResultCode::InvalidCredentials:
      return "invalidCredentials";
    case ResultCode::InsufficientAccessRights:
      return "insufficientAccessRights";
    case ResultCode::Busy:
      return "busy";
    case ResultCode::Unavailable:
      return "unavailable";
    case ResultCode::UnwillingToPerform:
      return "unwillingToPerform";
    case ResultCode::LoopDetect:
      return "loopDetect";
    case ResultCode::NamingViolation:
      return "namingViolation";
    case ResultCode::ObjectClassViolation:
      return "objectClassViolation";
    case ResultCode::NotAllowedOnNonLeaf:
      return "notAllowedOnNonLeaf";
    case ResultCode::NotAllowedOnRdn:
      return "notAllowedOnRDN";
    case ResultCode::EntryAlreadyExists:
      return "entryAlreadyExists";
    case ResultCode::ObjectClassModsProhibited:
      return "objectClassModsProhibited";
    case ResultCode::AffectsMultipleDsas:
      return "affectsMultipleDSAs";
    case ResultCode::Other:
      return "other";
    case ResultCode::AssertionFailed:
      return "assertionFailed";
    case ResultCode::SyncRefreshRequired:
      return "e-syncRefreshRequired";
    case ResultCode::ServerDown:
      return "serverDown";
    case ResultCode::LocalError:
      return "localError";
    case ResultCode::EncodingError:
      return "encodingError";
    case ResultCode::DecodingError:
      return "decodingError";
    case ResultCode::Timeout:
      return "timeout";
    case ResultCode::FilterError:
      return "filterError";
    case ResultCode::ConnectError:
      return "connectError";
  }
  return "unknown result";
}

}  // namespace scim2ldap::ldap
