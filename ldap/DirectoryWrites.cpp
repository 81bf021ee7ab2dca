#include "ldap/Directory.h"
#include "ldap/Error.h"
#include "ldap/PermissiveModify.h"
#include "ldap/Pool.h"

namespace scim2ldap::ldap {
namespace {

constexpr int kNarrowingAttempts = 4;

WriteResult resultOf(const Error& error) {
  return {error.code(), error.diagnosticMessage(), error.matchedDn(), std::nullopt};
}

/// The result when an error kept the write from being sent: known not to have taken place.
WriteResult notCarriedOut(const Error& error) {
  WriteResult result = resultOf(error);
  if (result.outcomeUnknown()) result.code = ResultCode::ConnectError;
  return result;
}

WriteResult resultOf(Answer answer) {
  return {answer.code, std::move(answer.diagnosticMessage), std::move(answer.matchedDn),
          std::move(answer.controls.postRead)};
}

WriteResult assertionFailed() {
  return {ResultCode::AssertionFailed, "the entry is not what it was taken for", "", std::nullopt};
}

/// Takes the place of the assertion control: nullopt when the filter holds.
std::optional<WriteResult> refusedByReading(Connection& connection, const Dn& dn, const Filter& assertion) {
  std::vector<Entry> entries;
  Answer answer = connection.search({dn, Scope::Base, assertion}, {}, entries);
  if (answer.code == ResultCode::NoSuchObject) return resultOf(std::move(answer));
  answer.orThrow();
  if (entries.empty()) return assertionFailed();
  return std::nullopt;
}

/// Whether a server that knows the permissive modify control refuses all the same. OpenLDAP 2.5 does so when
/// the last of several values to delete is absent; Samba does with linked attributes, with codes of its own.
bool refusedDespitePermissive(ResultCode code) {
  return code == ResultCode::NoSuchAttribute || code == ResultCode::AttributeOrValueExists ||
         code == ResultCode::EntryAlreadyExists || code == ResultCode::UnwillingToPerform;
}

}  // namespace

WriteResult Directory::write(const std::optional<Dn>& before, const std::optional<Dn>& after,
                             const WriteOptions& options, const Send& send) {
  WriteResult result;
  try {
    result = pool_->use([&](const Pool::Lease& lease) {
      const Capabilities capabilities = lease.capabilities();
      RequestControls controls;
      if (options.assertion && capabilities.assertion) {
        controls.assertion = options.assertion;
      } else if (options.assertion) {
        if (!before)
          return WriteResult{
              ResultCode::UnavailableCriticalExtension,
              "the directory has no assertion control, and there is no entry yet to read instead", "",
              std::nullopt};
        if (auto refusal = refusedByReading(*lease, *before, *options.assertion)) return *refusal;
      }
      controls.permissiveModify = options.permissive && capabilities.permissiveModify;
      if (after && capabilities.postRead) controls.postRead = options.postRead;
      Answer answer = send(*lease, controls);
      if (!answer.sent) answer.orThrow();
      return resultOf(std::move(answer));
    });
  } catch (const Error& error) {
    return notCarriedOut(error);
  }
  if (result.ok() && after && !options.postRead.empty() && !result.postRead) {
    try {
      result.postRead = read(*after, options.postRead);
    } catch (const Error&) {
      // The write took place all the same; that its effect could not be read shows in the result.
    }
  }
  return result;
}

WriteResult Directory::add(const Entry& entry, const WriteOptions& options) {
  return write(std::nullopt, entry.dn, options, [&](Connection& connection, const RequestControls& controls) {
    return connection.add(entry, controls);
  });
}

WriteResult Directory::modify(const Dn& dn, const std::vector<Modification>& modifications,
                              const WriteOptions& options) {
  try {
    if (options.permissive && !capabilities().permissiveModify)
      return modifyNarrowed(dn, modifications, options);
    WriteResult result = write(dn, dn, options, [&](Connection& connection, const RequestControls& controls) {
      return connection.modify(dn, modifications, controls);
    });
    if (options.permissive && refusedDespitePermissive(result.code))
      return modifyNarrowed(dn, modifications, options);
    return result;
  } catch (const Error& error) {
    return notCarriedOut(error);
  }
}

WriteResult Directory::modifyNarrowed(const Dn& dn, const std::vector<Modification>& modifications,
                                      const WriteOptions& options) {
  WriteOptions plain = options;
  plain.permissive = false;
  std::vector<std::string> attributes;
  for (const Modification& modification : modifications) attributes.push_back(modification.attribute);

  WriteResult result;
  Narrowing narrowing;
  // A refusal says by which rule the server compares, or that another writer came between.
  for (int attempt = 0; attempt < kNarrowingAttempts; ++attempt) {
    const std::optional<Entry> entry = read(dn, attributes);
    if (!entry) return {ResultCode::NoSuchObject, "no such entry", "", std::nullopt};
    const std::vector<Modification> effective = narrow(modifications, entry->attributes, narrowing);
    if (effective.empty()) {
      if (options.assertion && !read(dn, {}, options.assertion)) return assertionFailed();
      result = {};
      if (!options.postRead.empty()) result.postRead = read(dn, options.postRead);
      return result;
    }
    result = write(dn, dn, plain, [&](Connection& connection, const RequestControls& controls) {
      return connection.modify(dn, effective, controls);
    });
    if (!refusedDespitePermissive(result.code)) break;
    if (result.code == ResultCode::NoSuchAttribute)
      narrowing.deleting = ValueMatch::Exact;
    else
      narrowing.adding = ValueMatch::CaseIgnore;
  }
  return result;
}

WriteResult Directory::rename(const Dn& dn, const Rdn& newRdn, const std::optional<Dn>& newSuperior,
                              const WriteOptions& options) {
  const Dn after = newSuperior.value_or(dn.parent()).child(newRdn);
  return write(dn, after, options, [&](Connection& connection, const RequestControls& controls) {
    return connection.rename(dn, newRdn, newSuperior, controls);
  });
}

WriteResult Directory::remove(const Dn& dn, const WriteOptions& options) {
  return write(dn, std::nullopt, options, [&](Connection& connection, const RequestControls& controls) {
    return connection.remove(dn, controls);
  });
}

WriteResult Directory::setPassword(const Dn& dn, const std::string& newPassword,
                                   const std::vector<std::string>& postRead) {
  WriteOptions options;
  options.postRead = postRead;
  return write(dn, dn, options, [&](Connection& connection, const RequestControls&) {
    return connection.setPassword(dn, newPassword);
  });
}

}  // namespace scim2ldap::ldap
