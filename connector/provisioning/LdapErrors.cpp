#include "connector/provisioning/LdapErrors.h"

#include <cctype>

#include "mappings/Translation.h"

namespace scim2ldap::connector {
namespace {

using ldap::ResultCode;
using scim::ScimType;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Diagnostics of the form "mail: value #0 invalid per syntax" name the LDAP attribute in front.
std::string withScimName(const std::string& diagnostic, const mappings::ResourceMapping& mapping) {
  std::size_t end = 0;
  while (end < diagnostic.size() && (std::isalnum(static_cast<unsigned char>(diagnostic[end])) != 0 ||
                                     diagnostic[end] == '-' || diagnostic[end] == ';')) {
    ++end;
  }
  if (end == 0 || end >= diagnostic.size() || diagnostic[end] != ':') return diagnostic;
  const std::string attribute = diagnostic.substr(0, end);
  const std::string scimName = mappings::scimNameOf(mapping, attribute);
  if (scimName == attribute) return diagnostic;
  return scimName + " cannot be stored as LDAP attribute " + diagnostic;
}

/// What a directory is that says "not now".
std::string stateOf(ResultCode code) {
  switch (code) {
    case ResultCode::UnwillingToPerform:
      return "is read-only";
    case ResultCode::InvalidCredentials:
    case ResultCode::InappropriateAuthentication:
    case ResultCode::InsufficientAccessRights:  // of a password that has expired or must be changed
      return "does not take the service account's password, see `scim2ldap check`";
    case ResultCode::Other:  // slapd's answer when its database is full
      return "is full (raise its olcDbMaxSize) or has failed";
    default:
      return "cannot be reached or is busy";
  }
}

scim::Error notNow(ResultCode code, const std::string& why) {
  return {503, ScimType::None, "the directory " + stateOf(code) + "; the request can be repeated: " + why};
}

scim::Error told(const ldap::WriteResult& result, const std::string& name,
                 const mappings::ResourceMapping& mapping) {
  const std::string& said = result.diagnosticMessage;
  const std::string described = ldap::Error(result.code, said, result.matchedDn).what();
  const std::string detail = withScimName(said, mapping);
  const auto invalid = [&] {
    return scim::Error(400, ScimType::InvalidValue, (detail == said ? name + ": " + described : detail));
  };
  if (isNotNow(result.code, said)) return notNow(result.code, described);
  switch (result.code) {
    case ResultCode::Other:
      return notNow(result.code, described);
    case ResultCode::EntryAlreadyExists:
      return {409, ScimType::Uniqueness, "an entry named " + name + " exists already"};
    case ResultCode::ConstraintViolation:
      if (holds(said, "non-unique")) return {409, ScimType::Uniqueness, name + ": " + said};
      if (holds(said, "no user modification")) return {400, ScimType::Mutability, name + ": " + said};
      return invalid();
    case ResultCode::AttributeOrValueExists:
    case ResultCode::InvalidAttributeSyntax:
    case ResultCode::InvalidDnSyntax:
    case ResultCode::NamingViolation:
    case ResultCode::NotAllowedOnRdn:
    case ResultCode::ObjectClassViolation:
    case ResultCode::ObjectClassModsProhibited:
      return invalid();
    case ResultCode::NoSuchAttribute:
      return {400, ScimType::NoTarget, name + ": " + described};
    case ResultCode::NoSuchObject:
      return {500, ScimType::None,
              "the directory has no place for " + name + ": " + described +
                  "; make the container of the mapping"};
    case ResultCode::UndefinedAttributeType:
      return {500, ScimType::None,
              name + ": " + described +
                  "; the mapping names an attribute that the directory's schema lacks, see "
                  "`scim2ldap check`"};
    case ResultCode::InsufficientAccessRights:
    case ResultCode::StrongerAuthRequired:
    case ResultCode::ConfidentialityRequired:
      return {
          500, ScimType::None,
          name + ": " + described + "; the connector's service account lacks rights, see `scim2ldap check`"};
    case ResultCode::NotAllowedOnNonLeaf:
      return {409, ScimType::None, name + " has entries below it and cannot be removed: " + described};
    case ResultCode::AssertionFailed:
      return {503, ScimType::None,
              name + " is being changed by others all the time; the request can be repeated"};
    default:
      return {500, ScimType::None, name + ": " + described};
  }
}

scim::Error told(const ldap::Error& error) {
  if (isNotNow(error.code(), error.diagnosticMessage())) return notNow(error.code(), error.what());
  switch (error.code()) {
    case ResultCode::SizeLimitExceeded:
    case ResultCode::AdminLimitExceeded:
      return {400, ScimType::TooMany,
              std::string("the directory limits how much it returns to the service account: ") +
                  error.what() + "; see `scim2ldap check`"};
    case ResultCode::InsufficientAccessRights:
    case ResultCode::NoSuchObject:
      return {500, ScimType::None, std::string(error.what()) + "; see `scim2ldap check`"};
    default:
      return {500, ScimType::None, error.what()};
  }
}

}  // namespace

DirectoryError toScimError(const ldap::WriteResult& result, const std::string& name,
                           const mappings::ResourceMapping& mapping) {
  return {told(result, name, mapping), result.code};
}

DirectoryError toScimError(const ldap::Error& error) {
  return {told(error), error.code()};
}

}  // namespace scim2ldap::connector
