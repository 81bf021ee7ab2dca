#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "connector/store/Store.h"
#include "ldap/Entry.h"
#include "ldap/Filter.h"
#include "ldap/Modification.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// Makes an entry.
struct AddEntry {
  ldap::Entry entry;
  bool operator==(const AddEntry&) const = default;
};

/// Changes an entry. `undo` takes it back; the step carries it because only the compiler knew what stood
/// there.
struct ModifyEntry {
  ldap::Dn dn;
  std::vector<ldap::Modification> modifications;
  std::vector<ldap::Modification> undo;
  std::optional<ldap::Filter> assertion{};  ///< the write takes place only while this holds
  bool operator==(const ModifyEntry&) const = default;
};

/// Gives an entry a new name, a new superior, or both.
struct RenameEntry {
  ldap::Dn dn;
  ldap::Dn newDn;
  std::optional<ldap::Filter> assertion{};
  bool operator==(const RenameEntry&) const = default;
};

/// Adds and removes member values of a group, whatever the others are. Adding a present and removing an
/// absent value change nothing. The placeholder stands in the group exactly while no one else does.
struct ChangeMembers {
  ldap::Dn group;
  std::string attribute;
  std::vector<std::string> add{};
  std::vector<std::string> remove{};
  std::optional<std::string> placeholder{};
  std::optional<ldap::Filter> assertion{};
  bool operator==(const ChangeMembers&) const = default;
};

/// Removes an entry. Has no inverse, and is therefore the last step of its plan.
struct DeleteEntry {
  ldap::Dn dn;
  std::optional<ldap::Filter> assertion{};
  bool operator==(const DeleteEntry&) const = default;
};

/// Gives a user a password. Has no inverse, so what can be refused stands before it. The journal never holds
/// the password: in a plan that comes from there it is unknown, and the step cannot be carried out.
struct SetPassword {
  ldap::Dn dn;
  std::string attribute{};  ///< the attribute that takes it; "": RFC 3062
  std::optional<std::string> password{};
  bool operator==(const SetPassword&) const = default;
};

using Step = std::variant<AddEntry, ModifyEntry, RenameEntry, ChangeMembers, SetPassword, DeleteEntry>;

/// What a request comes to: LDAP operations in order, each safe to carry out twice, and the rows of the side
/// table that become true with the last of them. A row of any table with an empty id takes the id of the
/// entry that the plan adds.
struct Plan {
  std::string directory;  ///< name in the configuration
  std::vector<Step> steps{};
  StoreChanges changes{};

  /// Whether it makes an entry, whose id its rows wait for.
  [[nodiscard]] bool addsFirst() const {
    return !steps.empty() && std::holds_alternative<AddEntry>(steps.front());
  }
  /// Whether anything but the log would change.
  [[nodiscard]] bool empty() const {
    return steps.empty() && changes.upserts.empty() && changes.removals.empty() && changes.fallback.empty();
  }
};

/// The DN that the step works on.
[[nodiscard]] const ldap::Dn& target(const Step& step);

/// The step that takes this one back, or nullopt when it has none.
[[nodiscard]] std::optional<Step> inverse(const Step& step);

/// Has the steps take place whatever others made of the entries meanwhile.
void dropAssertions(Plan& plan);

/// Whether the directory, as read, shows the step done.
/// A password never shows.
/// \param entry    the entry at target(step), or nullopt when there is none
/// \param renamed  for a rename: the entry at newDn
[[nodiscard]] bool isApplied(const Step& step, const std::optional<ldap::Entry>& entry,
                             const std::optional<ldap::Entry>& renamed);

/// What a write asserts that is to take place only on the entry that was read (RFC 4528).
/// \returns nullopt where the entry shows no entryCSN
[[nodiscard]] std::optional<ldap::Filter> unchangedSince(const ldap::Entry& entry);

}  // namespace scim2ldap::connector
