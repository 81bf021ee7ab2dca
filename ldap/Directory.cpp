#include "ldap/Directory.h"

#include "ldap/Error.h"
#include "ldap/Pool.h"

namespace scim2ldap::ldap {

Directory::Directory(DirectorySettings settings)
    : pool_(std::make_unique<Pool>(std::move(settings), std::nullopt)) {}

Directory::Directory(DirectorySettings settings, const Capabilities& capabilities)
    : pool_(std::make_unique<Pool>(std::move(settings), capabilities)) {}

Directory::~Directory() = default;

std::vector<Entry> Directory::search(const SearchRequest& request) {
  return pool_->use([&](const Pool::Lease& lease) {
    std::vector<Entry> entries;
    lease->search(request, {}, entries).orThrow();
    return entries;
  });
}

std::vector<Entry> Directory::searchAll(const std::vector<SearchRequest>& requests) {
  if (requests.empty()) return {};
  return pool_->use([&](const Pool::Lease& lease) {
    std::vector<Entry> entries;
    lease->searchAll(requests, entries).orThrow();
    return entries;
  });
}

void Directory::searchPaged(const SearchRequest& request, int pageSize,
                            const std::function<void(Entry&&)>& onEntry, std::size_t most) {
  pool_->use([&](const Pool::Lease& lease) {
    // The cookie is bound to this connection. RFC 2696 §3
    RequestControls controls;
    if (lease.capabilities().pagedResults) controls.page = Page{pageSize};
    std::size_t found = 0;
    bool more = true;
    while (more && found < most) {
      std::vector<Entry> entries;
      const Answer answer = lease->search(request, controls, entries);
      answer.orThrow();
      found += entries.size();
      for (Entry& entry : entries) onEntry(std::move(entry));
      more = !answer.controls.cookie.empty();
      if (more) controls.page->cookie = answer.controls.cookie;
    }
  });
}

std::optional<Entry> Directory::read(const Dn& dn, const std::vector<std::string>& attributes,
                                     const std::optional<Filter>& filter) {
  SearchRequest request{dn, Scope::Base};
  if (filter) request.filter = *filter;
  request.attributes = attributes;
  return pool_->use([&](const Pool::Lease& lease) -> std::optional<Entry> {
    std::vector<Entry> entries;
    const Answer answer = lease->search(request, {}, entries);
    if (answer.code == ResultCode::NoSuchObject) return std::nullopt;
    answer.orThrow();
    if (entries.empty()) return std::nullopt;
    return std::move(entries.front());
  });
}

std::string Directory::whoAmI() {
  return pool_->use([](const Pool::Lease& lease) {
    const Answer answer = lease->whoAmI();
    if (answer.code == ResultCode::ProtocolError) return std::string();  // an operation it does not know
    return answer.orThrow().value;
  });
}

Capabilities Directory::capabilities() {
  return pool_->use([](const Pool::Lease& lease) { return lease.capabilities(); });
}

void Directory::throwIfSilentSince(std::chrono::steady_clock::time_point time) {
  pool_->throwIfSilentSince(time);
}

Subschema Directory::subschema() {
  const std::string name = rootDse().first("subschemaSubentry").value_or("cn=Subschema");
  const std::optional<Entry> entry = read(Dn::parse(name), {"attributeTypes", "objectClasses"},
                                          Filter{Equality{"objectClass", "subschema"}});
  if (!entry) throw Error(ResultCode::NoSuchObject, "no subschema entry " + name + " that we may read");
  return Subschema(*entry);
}

Entry Directory::rootDse() {
  std::optional<Entry> entry = read(Dn(), {"*", "+"});
  if (!entry) throw Error(ResultCode::NoSuchObject, "no root DSE that we may read");
  return std::move(*entry);
}

}  // namespace scim2ldap::ldap
