#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "connector/review/Recheck.h"

namespace scim2ldap::connector {

/// Compares the rows of one endpoint with its directory, both as a whole: reads all users and groups once,
/// then all rows. Holds id and name of each meanwhile, some 500 bytes. The service may be running: what seems
/// off is looked at again before it is told. Used once, by one thread.
/// \throws ldap::Error, StoreError  from every function
class EndpointReview {
 public:
  using Tell = std::function<void(const Finding& finding)>;
  /// \param done  users, groups and rows so far
  using ShowProgress = std::function<void(std::int64_t done)>;

  /// Everything passed in must outlive it.
  EndpointReview(const EndpointConfiguration& endpoint, const DirectoryConfiguration& directoryConfiguration,
                 ldap::Directory& directory, Store& store, Tell tell, ShowProgress show);

  void run();
  /// The rows of users and groups that were looked at.
  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// The types of which there are entries and not one row, with the number of entries. It is so where nobody
  /// was provisioned yet, and after a loss of the side table.
  [[nodiscard]] const std::map<std::string, std::size_t>& withoutRows() const { return withoutRows_; }

 private:
  struct Seen {
    Kind kind;
    std::string dn;
  };

  /// Tells of bases that another server holds a part of.
  void lookForOtherServers(Kind kind);
  void readEntries(Kind kind);
  void take(Kind kind, std::vector<ldap::Entry> entries);
  void take(const CurrentResource& current);
  void readMembers();
  void takeMembers(const ldap::Entry& group, const ldap::Subschema& schema);
  void readRows(Kind kind);
  void readFallbackRows();
  /// Suspects those of whom the log says that a client wrote them.
  void lookForLostRows(Kind kind);
  void suspect(Fault fault, Kind kind, const std::string& id, const std::string& dn,
               std::vector<std::string> values = {});
  void step(std::size_t count);

  const EndpointConfiguration& endpoint_;
  const ldap::DirectorySettings& settings_;
  Store& store_;
  Tell tell_;
  ShowProgress show_;
  Recheck recheck_;
  std::unordered_map<std::string, Seen> ids_;
  std::unordered_set<std::string> names_;                      ///< normalized DNs of users and groups
  std::unordered_map<std::string, std::string> byFoldedName_;  ///< type and userName -> id
  std::unordered_set<std::string> orphans_;                    ///< ids of rows
  std::vector<Finding> suspects_;
  std::map<std::string, std::size_t> withoutRows_;
  std::size_t rows_ = 0;
  std::size_t done_ = 0;
};

}  // namespace scim2ldap::connector
