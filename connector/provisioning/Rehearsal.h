#pragma once

#include <functional>
#include <optional>
#include <string>

#include "connector/config/Configuration.h"
#include "connector/provisioning/CheckReport.h"
#include "connector/provisioning/ScratchEntries.h"
#include "ldap/Directory.h"
#include "mappings/Mapping.h"
#include "mappings/Translation.h"
#include "scim/Json.h"

namespace scim2ldap::connector {

/// Does with a user and a group of its own, in the mapped containers, what requests will have the connector
/// do: rights are found missing by being refused, whatever way the directory grants them. Not thread-safe.
class Rehearsal {
 public:
  Rehearsal(const mappings::Mapping& mapping, const DirectoryConfiguration& configuration,
            ldap::Directory& directory, CheckReport& report);

  /// Nothing of it stands afterwards, but for what the report names.
  /// \throws ldap::Error  when a counter cannot be read
  void run();

 private:
  /// A scratch entry that stands, and what it was made of.
  struct Scratch {
    const mappings::ResourceMapping& mapping;
    scim::Json resource;
    ldap::Entry entry;
  };

  [[nodiscard]] std::optional<Scratch> add(const mappings::ResourceMapping& mapping, const std::string& name);
  void changeAttributes(const Scratch& scratch);
  void rename(Scratch& scratch, const std::string& name);
  void remove(const Scratch& scratch);
  void changeMembers(const Scratch& group, const ldap::Dn& member);
  void touchCounters(const mappings::ResourceMapping& mapping);

  void changePassword(const Scratch& user);

  void disable(const Scratch& user);
  void moveAway(const Scratch& user, const ldap::Dn& container);
  /// Marks the user as disabled, and takes the mark off again.
  void mark(const Scratch& user, const std::function<void()>& whileMarked);
  /// Gives the user a password, with the entry or, where that was refused, by RFC 3062.
  [[nodiscard]] bool hasPassword(const Scratch& user);
  /// Whether a lock keeps the user out: binds as it before and after.
  void tryLock(const Scratch& user);

  [[nodiscard]] mappings::WriteInputs inputs(const mappings::ResourceMapping& mapping);
  /// Reports how a write went. \param right  what it takes the right to do: "add"
  /// \returns whether it succeeded
  bool tried(const ldap::WriteResult& result, const std::string& right,
             const mappings::SourceLocation& where);

  const mappings::Mapping& mapping_;
  const DirectoryConfiguration& configuration_;
  ldap::Directory& directory_;
  CheckReport& report_;
  ScratchEntries scratch_;
  std::string password_;
  bool passwordCameWithEntry_ = false;
};

}  // namespace scim2ldap::connector
