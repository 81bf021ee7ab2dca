#pragma once

#include <string>
#include <vector>

namespace scim2ldap::connector {

/// What becomes of a request that an endpoint's client makes: carried out; answered as if it were, and
/// nothing changes; or refused with 403.
enum class VerbPolicy { Apply, Ignore, Reject };

/// A policy for each thing that clients ask for.
struct VerbPolicies {
  VerbPolicy userCreate = VerbPolicy::Apply;
  VerbPolicy userUpdate = VerbPolicy::Apply;   ///< everything but `active`
  VerbPolicy userDisable = VerbPolicy::Apply;  ///< `active`, both ways
  VerbPolicy userDelete = VerbPolicy::Apply;
  VerbPolicy groupCreate = VerbPolicy::Apply;
  VerbPolicy groupRename = VerbPolicy::Apply;  ///< everything but `members`
  VerbPolicy groupMembers = VerbPolicy::Apply;
  VerbPolicy groupDelete = VerbPolicy::Apply;
};

/// Whether an endpoint has groups: all of it; 403 to every call; or none that a client can see or write.
enum class GroupSync { On, Off, Empty };

/// What a userName has to look like.
enum class UserNameSyntax { Any, Address };

/// What a POST does that names the externalId of somebody who is there already, under another name.
enum class KnownExternalId { Reject, Adopt };

/// What an endpoint takes from its client, beyond the mapping.
struct EndpointPolicies {
  bool enabled = true;  ///< false: 403 to every call
  GroupSync groups = GroupSync::On;
  VerbPolicies verbs{};
  std::vector<std::string> required{};  ///< paths that every user sent must have, as "name.givenName"
  UserNameSyntax userName = UserNameSyntax::Any;
  bool requireExternalId = false;
  KnownExternalId knownExternalId = KnownExternalId::Reject;
  std::vector<std::string> protectedAttributes{};   ///< names; only the scope user.protected changes them
  VerbPolicy protectedPolicy = VerbPolicy::Reject;  ///< for others: Reject or Ignore
};

}  // namespace scim2ldap::connector
