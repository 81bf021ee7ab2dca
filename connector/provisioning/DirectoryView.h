#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connector/config/Configuration.h"
#include "connector/provisioning/IdKey.h"
#include "connector/provisioning/KnownNames.h"
#include "ldap/Directory.h"
#include "ldap/Entry.h"
#include "mappings/Translation.h"

namespace scim2ldap::connector {

enum class Kind { User, Group };
inline constexpr std::array kKinds{Kind::User, Kind::Group};

/// A user or group as the target of a reference.
struct Referenced {
  std::string id;
  Kind kind = Kind::User;
  ldap::Dn dn;
  std::string display{};
};

/// A user or group that may become a member of a group.
struct MemberName {
  Kind kind = Kind::User;
  std::string dn{};  ///< as Dn::toString has it
};

/// An entry that lists a user or group as a member.
struct Membership {
  ldap::Dn group;
  mappings::MembersRule rule;  ///< how it does so
  bool isMapped = true;        ///< whether it stands where the endpoint's groups are
};

/// Whether the DN is one of the bases, or stands below one.
[[nodiscard]] bool isBelow(const ldap::Dn& dn, const std::vector<ldap::Dn>& bases);

/// What one endpoint sees of its directory: entries under the mapped bases that meet the mapped filter.
/// Everything else does not exist for it. Ids are case exact (RFC 7643 §3.1), whatever the directory's
/// matching rule is: an id in other case is the id of no one. Thread-safe.
/// \throws ldap::Error  from every function
class DirectoryView {
 public:
  /// \param names  of users and of groups, where somebody watches the directory
  DirectoryView(ldap::Directory& directory, const mappings::Mapping& mapping, std::string idAttribute,
                std::vector<std::shared_ptr<NameTable>> names = {});

  [[nodiscard]] bool has(Kind kind) const { return kind == Kind::User || mapping_.group.has_value(); }
  /// The mapping of that kind; `has(kind)` must hold.
  [[nodiscard]] const mappings::ResourceMapping& mapping(Kind kind) const;
  [[nodiscard]] const std::string& idAttribute() const { return idAttribute_; }

  /// Mapped attributes, the id, the timestamps and the entry's version; of a group the members when asked.
  [[nodiscard]] std::vector<std::string> attributes(Kind kind, bool withMembers) const;

  [[nodiscard]] std::optional<ldap::Entry> findById(Kind kind, const std::string& id, bool withMembers);
  [[nodiscard]] std::vector<ldap::Entry> findByIds(Kind kind, const std::vector<std::string>& ids,
                                                   bool withMembers);
  /// The entries that meet the filter as well (all when nullopt); nullopt when there are more than `most`.
  [[nodiscard]] std::optional<std::vector<ldap::Entry>> find(Kind kind,
                                                             const std::optional<ldap::Filter>& filter,
                                                             bool withMembers, std::size_t most);
  /// Whether any entry below the directory's base has this number; the counter itself does not count.
  [[nodiscard]] bool isTaken(const mappings::AttributeRule& rule, const std::string& number);
  /// The keys of all entries, sorted.
  [[nodiscard]] std::vector<IdKey> allKeys(Kind kind);

  /// Users and groups by id; unknown ids are missing from the answer.
  [[nodiscard]] std::map<std::string, Referenced> resolveIds(const std::vector<std::string>& ids);
  /// Those of them that can be members of a group, in the order of the ids; for changes of any size.
  [[nodiscard]] std::vector<std::optional<MemberName>> memberNames(const std::vector<std::string>& ids);
  /// Users and groups by normalized DN; DNs that are neither are missing from the answer.
  [[nodiscard]] std::map<std::string, Referenced> resolveDns(const std::vector<ldap::Dn>& dns);

  /// Users and groups by the values of a members attribute; the placeholder and strangers are missing.
  [[nodiscard]] std::map<std::string, Referenced> resolveMembers(const std::vector<std::string>& values);

  using TakeMember = std::function<void(Kind kind, const std::string& id, std::string_view display)>;
  /// Calls `take` for each value of a members attribute that is a user or group, in their order: as
  /// resolveMembers, for groups of any size.
  void eachMember(const std::vector<std::string>& values, const TakeMember& take);

  /// Whether a value of a members attribute is the DN of a user or group that is gone.
  [[nodiscard]] bool isDangling(const std::string& memberValue);

  /// Whether the group holds all of the one and none of the other members. Asked of the directory, so that
  /// no member is read.
  [[nodiscard]] bool isAlready(const ldap::Dn& group, const std::vector<std::string>& present,
                               const std::vector<std::string>& absent);
  /// The entries anywhere below the directory's base that list such a resource as a member; those that are
  /// not ours to write come first.
  [[nodiscard]] std::vector<Membership> membershipsOf(Kind kind, const ldap::Dn& dn);
  /// Memberships of a resource that does not exist: whoever gets its name would have them.
  [[nodiscard]] std::vector<Membership> membershipsLeftFor(Kind kind, const ldap::Dn& dn);
  /// How a group lists users, which may stand anywhere below the directory's base: by the first of the
  /// mapping's member attributes that its object classes allow. nullopt when there is no such entry, or none
  /// that the service account sees.
  [[nodiscard]] std::optional<Membership> membershipIn(const ldap::Dn& group);
  /// Whether the group lists the one with this DN.
  [[nodiscard]] bool isListed(const Membership& membership, const ldap::Dn& dn);
  /// Users that refer to the DN, with the attribute that does.
  struct Referrer {
    ldap::Dn dn;
    std::string attribute;
  };
  [[nodiscard]] std::vector<Referrer> referrersTo(const ldap::Dn& dn);

  /// The groups of which the members attribute holds any of the values.
  [[nodiscard]] std::vector<Referenced> groupsHolding(const std::vector<std::string>& memberValues);

  /// Whether a group's members attribute can name such a resource: by naming value it names users alone.
  [[nodiscard]] bool canBeMember(Kind kind) const;
  /// How a user or group stands in a group's members attribute: its DN, or its naming value.
  [[nodiscard]] std::string memberValue(const ldap::Dn& dn) const;
  [[nodiscard]] std::string memberValue(MemberName member) const;  ///< the same

  [[nodiscard]] ldap::Directory& directory() { return directory_; }

 private:
  using Search = std::function<std::vector<ldap::Entry>(const ldap::SearchRequest& request)>;
  /// The entries of the kind below one base that meet the filter as well.
  [[nodiscard]] std::vector<ldap::Entry> searchBelow(const ldap::Dn& base, Kind kind,
                                                     const std::optional<ldap::Filter>& filter,
                                                     const std::vector<std::string>& attributes,
                                                     const Search& search) const;
  /// Whether the filter leads to few entries by itself, by attributes that have to be indexed anyway, and
  /// what it finds may show by its classes that it is of the kind.
  [[nodiscard]] bool isPoint(Kind kind, const ldap::Filter& filter) const;
  /// Whether all are sure to meet the filter of the kind, which isOfClasses.
  [[nodiscard]] bool areSurely(Kind kind, const std::vector<ldap::Entry>& entries) const;
  [[nodiscard]] std::vector<ldap::Entry> searchPaged(const ldap::SearchRequest& request, std::size_t most);
  [[nodiscard]] std::vector<ldap::Entry> search(Kind kind, const std::optional<ldap::Filter>& filter,
                                                const std::vector<std::string>& attributes);
  /// The entries that have one of the values.
  [[nodiscard]] std::vector<ldap::Entry> searchValues(Kind kind, const std::string& attribute,
                                                      const std::vector<std::string>& values,
                                                      const std::vector<std::string>& attributes);
  /// The entries with exactly these ids.
  [[nodiscard]] std::vector<ldap::Entry> searchIds(Kind kind, const std::vector<std::string>& ids,
                                                   const std::vector<std::string>& attributes);
  /// Entries below the base, those that the service account may see.
  [[nodiscard]] std::vector<ldap::Dn> searchEverywhere(const ldap::Filter& filter);
  /// Whether another entry of that naming value stands anywhere below the directory's base.
  [[nodiscard]] bool hasNamesake(const ldap::Dn& dn);
  [[nodiscard]] Referenced referenced(Kind kind, const ldap::Entry& entry) const;
  /// As resolveIds and resolveDns, for those who are not known in memory.
  [[nodiscard]] std::map<std::string, Referenced> searchById(const std::vector<std::string>& ids);
  [[nodiscard]] std::map<std::string, Referenced> searchByDn(const std::vector<ldap::Dn>& dns);
  using ResolveDns = std::map<std::string, Referenced> (DirectoryView::*)(const std::vector<ldap::Dn>& dns);
  [[nodiscard]] std::map<std::string, Referenced> resolveMembers(const std::vector<std::string>& values,
                                                                 ResolveDns resolve);
  [[nodiscard]] std::vector<Referenced> resolveBy(Kind kind, const std::string& attribute,
                                                  const std::vector<std::string>& values);
  [[nodiscard]] std::vector<std::string> referenceAttributes(Kind kind) const;

  ldap::Directory& directory_;
  const mappings::Mapping& mapping_;
  std::string idAttribute_;
  KnownNames names_;
  std::mutex schemaMutex_;
  std::optional<ldap::Subschema>
      schema_{};  ///< read once, where groups of several kinds are told apart by it
};

}  // namespace scim2ldap::connector
