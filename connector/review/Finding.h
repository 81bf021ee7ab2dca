#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scim/Json.h"

namespace scim2ldap::connector {

/// What can be off between side table and directory.
enum class Fault {
  OrphanRow,                 ///< a row of an id that no entry has
  RowOutside,                ///< a row of an entry that stands where the endpoint does not look
  RowUnseen,                 ///< a row without an entry, where the directory lets nobody look for it
  WrongType,                 ///< a row of a user whose entry is a group, or the other way round
  OrphanFallback,            ///< a fallback row of a user who is not there
  NotInFallback,             ///< a fallback row that says "inside", and the group does not list the user
  LeftHome,                  ///< a row has the name that a user had before he was disabled, and he is not
  LostRow,                   ///< an entry that was written here and has no row
  SharedExternalId,          ///< several rows with one externalId, where it is to be unique
  SharedName,                ///< several entries with one userName or displayName
  SharedId,                  ///< several entries with one id
  DanglingMember,            ///< a group lists names of users or groups that nobody has
  MovedMember,               ///< the same, and such an entry may stand elsewhere
  PlaceholderBesideMembers,  ///< a group lists the placeholder though others are in it
  NoMember,                  ///< a group without any member, where the schema demands one
  OtherServer,               ///< a base of which another server holds a part
  PlanWaiting,               ///< a request that was cut short and is not settled
  PlanWithoutDirectory,      ///< the same, for a directory that the configuration does not name
  PlanSetAside,              ///< a request that is half-done, for people to mend
  UnknownEndpoint,           ///< rows of an endpoint that the configuration does not name
  DamagedFile                ///< SQLite finds a fault in the side table's file
};

/// One thing that is off. A value; what it is about is found again by it.
struct Finding {
  Fault fault = Fault::OrphanRow;
  std::string endpoint{};
  std::string type{};                 ///< "User" or "Group"; "" where it is about neither
  std::string id{};                   ///< of the user or group, or the number of a plan
  std::string dn{};                   ///< of the entry, or ""
  std::vector<std::string> values{};  ///< the names, ids or texts that it is about

  bool operator==(const Finding&) const = default;
};

/// The fault as a word: "dangling-member".
[[nodiscard]] std::string_view nameOf(Fault fault);
/// Whether `state repair` mends it.
[[nodiscard]] bool isMendable(Fault fault);
/// What is off, for people: one line without the remedy.
[[nodiscard]] std::string describe(const Finding& finding);
/// What to do about it.
[[nodiscard]] std::string_view remedyOf(Fault fault);

[[nodiscard]] scim::Json toJson(const Finding& finding);
/// \throws std::invalid_argument  when it is of another release
[[nodiscard]] Finding findingFrom(const scim::Json& json);

}  // namespace scim2ldap::connector
