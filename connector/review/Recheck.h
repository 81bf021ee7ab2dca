#pragma once

#include <optional>
#include <string>

#include "connector/config/Configuration.h"
#include "connector/provisioning/DirectoryView.h"
#include "connector/provisioning/ResourceReader.h"
#include "connector/review/Finding.h"
#include "connector/store/Store.h"
#include "ldap/Directory.h"

namespace scim2ldap::connector {

/// Looks whether something that seemed off is so, at side table and directory as they are now. Thread-safe.
/// \throws ldap::Error, StoreError  from every function
class Recheck {
 public:
  /// Everything passed in must outlive it.
  Recheck(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directoryConfiguration,
          ldap::Directory& directory, Store& store);

  /// \returns the finding, of its values those that are still off; nullopt when all is well
  [[nodiscard]] std::optional<Finding> look(const Finding& finding);
  /// The same once no plan is under way that may explain it; one that stays under way for long does.
  /// \param pauses  how often it may still wait for plans, of 50 ms each; less afterwards
  [[nodiscard]] std::optional<Finding> confirm(const Finding& finding, int& pauses);

  [[nodiscard]] DirectoryView& view() { return view_; }
  [[nodiscard]] ResourceReader& reader() { return reader_; }

 private:
  [[nodiscard]] std::optional<Finding> lookAtRow(Finding finding);
  [[nodiscard]] bool isInFallback(const std::string& userId);
  [[nodiscard]] bool isLeftHome(const Finding& finding);
  [[nodiscard]] std::optional<Finding> lookAtExternalIds(Finding finding);
  [[nodiscard]] std::optional<Finding> lookAtNames(Finding finding);
  [[nodiscard]] std::optional<Finding> lookAtIds(Finding finding);
  [[nodiscard]] std::optional<Finding> lookAtMembers(Finding finding);
  [[nodiscard]] std::optional<Finding> lookAtNobody(Finding finding, const std::vector<std::string>& present);
  /// The names of the entries anywhere below the directory's base that meet the filter; nullopt when the
  /// directory refuses to look.
  [[nodiscard]] std::optional<std::vector<ldap::Dn>> findAnywhere(const ldap::Filter& filter);

  const EndpointConfiguration& endpoint_;
  const ldap::Dn& base_;
  Store& store_;
  DirectoryView view_;
  ResourceReader reader_;
};

/// Whether a plan under way changes what the finding is about. Pure.
[[nodiscard]] bool concerns(const JournalRow& plan, const Finding& finding);

/// What is off about the placeholder of a group, if anything. Pure.
/// \param values         of the members attribute
/// \param demandsMember  whether the group's object classes demand one
[[nodiscard]] std::optional<Fault> placeholderFault(const mappings::MembersRule& rule,
                                                    const std::vector<std::string>& values,
                                                    bool demandsMember);

/// Whether entries of these object classes must have the attribute.
[[nodiscard]] bool demands(const ldap::Subschema& schema, const std::vector<std::string>& objectClasses,
                           const std::string& attribute);

[[nodiscard]] Kind kindOf(const Finding& finding);

}  // namespace scim2ldap::connector
