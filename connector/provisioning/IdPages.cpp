#include "connector/provisioning/IdPages.h"

#include <algorithm>

#include "scim/Schema.h"

namespace scim2ldap::connector {
namespace {

IdPage pageFrom(const std::vector<IdKey>& all, std::vector<IdKey>::const_iterator begin, std::size_t count) {
  const auto left = static_cast<std::size_t>(all.end() - begin);
  return {{begin, begin + static_cast<std::ptrdiff_t>(std::min(count, left))}, all.size()};
}

/// Puts ids into a page. One is asked for above the count: it shows that there are more.
class Collector {
 public:
  explicit Collector(std::size_t count) : count_(count) {}

  [[nodiscard]] std::size_t wanted() const { return count_ == 0 ? 0 : count_ + 1 - page_.items.size(); }
  void add(Kind kind, IdPage&& part) {
    for (IdKey& key : part.keys) page_.items.push_back({kind, std::move(key)});
    page_.total += part.total;
  }
  [[nodiscard]] KindsPage finish() && {
    page_.more = page_.items.size() > count_;
    if (page_.more) page_.items.pop_back();
    return std::move(page_);
  }

 private:
  std::size_t count_;
  KindsPage page_;
};

/// Whether every entry that the mapping makes meets its filter: it asks for one of the classes alone.
bool alwaysMet(const mappings::ResourceMapping& mapping) {
  const auto* equality = std::get_if<ldap::Equality>(&mapping.filter.node);
  return equality != nullptr && scim::sameName(equality->attribute, "objectClass") &&
         std::any_of(mapping.objectClasses.begin(), mapping.objectClasses.end(),
                     [&](const std::string& name) { return scim::sameName(name, equality->value); });
}

}  // namespace

IdPages::IdPages(DirectoryView& view, const DirectoryConfiguration& directory, IdIndexes& indexes)
    : view_(view), users_(indexes.of(scopeOf(directory, view.mapping(Kind::User)))) {
  if (view.has(Kind::Group)) groups_ = indexes.of(scopeOf(directory, view.mapping(Kind::Group)));
}

IdPage IdPages::page(Kind kind, std::size_t begin, std::size_t count) {
  if (std::optional<IdPage> page = index(kind).page(begin, count)) return std::move(*page);
  const std::vector<IdKey> all = view_.allKeys(kind);
  return pageFrom(all, all.begin() + static_cast<std::ptrdiff_t>(std::min(begin, all.size())), count);
}

IdPage IdPages::pageAfter(Kind kind, const IdKey& key, std::size_t count) {
  if (std::optional<IdPage> page = index(kind).pageAfter(key, count)) return std::move(*page);
  const std::vector<IdKey> all = view_.allKeys(kind);
  return pageFrom(all, std::upper_bound(all.begin(), all.end(), key), count);
}

KindsPage IdPages::page(const std::vector<Kind>& kinds, std::size_t begin, std::size_t count) {
  Collector collector(count);
  for (const Kind kind : kinds) {
    IdPage part = page(kind, begin, collector.wanted());
    begin -= std::min(begin, part.total);
    collector.add(kind, std::move(part));
  }
  return std::move(collector).finish();
}

KindsPage IdPages::pageAfter(const std::vector<Kind>& kinds, const KindsPage::Item& item, std::size_t count) {
  Collector collector(count);
  for (const Kind kind : kinds) {
    collector.add(kind, kind == item.kind ? pageAfter(kind, item.key, collector.wanted())
                                          : page(kind, 0, kind < item.kind ? 0 : collector.wanted()));
  }
  return std::move(collector).finish();
}

std::optional<std::size_t> IdPages::total(Kind kind) {
  const std::optional<IdPage> page = index(kind).page(0, 0);
  return page ? std::optional(page->total) : std::nullopt;
}

void IdPages::created(Kind kind, const std::string& id, const ldap::Entry& entry) {
  std::optional<IdKey> key = keyOf(entry, view_.idAttribute());
  if (!key || !alwaysMet(view_.mapping(kind))) {
    const std::optional<ldap::Entry> found = view_.findById(kind, id, false);
    key = found ? keyOf(*found, view_.idAttribute()) : std::nullopt;
  }
  if (key) index(kind).insert(*key);
}

void IdPages::removed(Kind kind, const std::string& id) {
  index(kind).erase(id);
  renamed(kind, id);
}

void IdPages::renamed(Kind kind, const std::string& id) {
  if (const std::optional<ldap::SyncUuid> uuid = ldap::parseSyncUuid(id)) index(kind).names().erase(*uuid);
}

}  // namespace scim2ldap::connector
