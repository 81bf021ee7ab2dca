#include "ldap/CapabilityProbe.h"

#include <algorithm>

#include "ldap/Error.h"
#include "ldap/NamingContexts.h"

namespace scim2ldap::ldap {
namespace {

constexpr const char* kPasswordModify = "1.3.6.1.4.1.4203.1.11.1";

/// Whether an answer comes from a server that understood the request. Some (389 DS, increment) say
/// protocolError to what they do not know.
bool understood(const Answer& answer) {
  if (static_cast<int>(answer.code) < 0 || isUnavailable(answer.code)) answer.orThrow();
  return answer.code != ResultCode::UnavailableCriticalExtension && answer.code != ResultCode::ProtocolError;
}

Entry readRootDse(Connection& connection) {
  std::vector<Entry> entries;
  const Answer answer = connection.search(
      {Dn(), Scope::Base, Filter{Present{"objectClass"}}, {"namingContexts", "supportedExtension"}}, {},
      entries);
  return understood(answer) && !entries.empty() ? entries.front() : Entry{};
}

/// The naming context to ask in: the one that holds our own entry, else the first.
Dn contextToAsk(const Entry& rootDse, const DirectorySettings& settings) {
  const std::vector<Dn> contexts = namingContexts(rootDse);
  const bool hasName = settings.bindMethod == BindMethod::Simple;
  if (const Dn* own = hasName ? contextOf(Dn::parse(settings.bindDn), contexts) : nullptr) return *own;
  return contexts.empty() ? Dn() : contexts.front();
}

}  // namespace

Capabilities probeCapabilities(Connection& connection, const DirectorySettings& settings) {
  const Entry rootDse = readRootDse(connection);
  const Dn context = contextToAsk(rootDse, settings);
  const Dn missing = context.child("cn", "no such entry, asking for capabilities");
  const auto modifies = [&](const Modification& modification, const RequestControls& controls) {
    return understood(connection.modify(missing, {modification}, controls));
  };
  const auto reads = [&](const Filter& filter, const RequestControls& controls, std::vector<Entry>& found) {
    return understood(connection.search({context, Scope::Base, filter}, controls, found));
  };
  // Harmless even if the entry existed.
  const Modification nothing{ModificationType::Delete, "description", {"no such value"}};
  const Filter any{Present{"objectClass"}};

  Capabilities result;
  result.postRead = modifies(nothing, {.postRead = {"objectClass"}});
  result.assertion = modifies(nothing, {.assertion = any});
  result.permissiveModify = modifies(nothing, {.permissiveModify = true});
  result.increment = modifies({ModificationType::Increment, "uidNumber", {"1"}}, {});
  std::vector<Entry> found;
  result.pagedResults = reads(any, {.page = Page{1}}, found);
  result.contentSync = reads(any, {.sync = SyncRequest{}}, found);
  found.clear();
  result.entryDnFilter = reads({Equality{"entryDN", context.toString()}}, {}, found) && found.size() == 1;
  const std::vector<std::string>& extensions = rootDse.values("supportedExtension");
  result.passwordModify =
      std::find(extensions.begin(), extensions.end(), kPasswordModify) != extensions.end();
  result.whoAmI = understood(connection.whoAmI());
  return result;
}

}  // namespace scim2ldap::ldap
