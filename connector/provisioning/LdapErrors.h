#pragma once

#include <string>

#include "ldap/Error.h"
#include "ldap/Operations.h"
#include "mappings/Mapping.h"
#include "scim/Error.h"

namespace scim2ldap::connector {

/// What a SCIM client is told because of a directory's answer, or of its silence.
class DirectoryError : public scim::Error {
 public:
  DirectoryError(const scim::Error& told, ldap::ResultCode code) : scim::Error(told), code_(code) {}

  [[nodiscard]] ldap::ResultCode code() const { return code_; }
  /// Whether somebody has to look after the directory, or after our rights there: no fault of the request,
  /// and no collision with other writers.
  [[nodiscard]] bool wantsAttention() const {
    return status() >= 500 && code_ != ldap::ResultCode::AssertionFailed;
  }

 private:
  ldap::ResultCode code_;
};

/// The one table from what a directory answers to a write to what a SCIM client is told. Faults of the
/// request are 400 and name the SCIM attribute, collisions 409, "not now" 503; faults of our own set-up
/// (rights, schema, missing containers) are 500 with the remedy, never 401 or 403, which a client would take
/// for its own.
/// \param name  the DN that was written
/// RFC 4511 §4.1.9, RFC 7644 §3.12
[[nodiscard]] DirectoryError toScimError(const ldap::WriteResult& result, const std::string& name,
                                         const mappings::ResourceMapping& mapping);

/// The same for a failed search or connection.
[[nodiscard]] DirectoryError toScimError(const ldap::Error& error);

}  // namespace scim2ldap::connector
