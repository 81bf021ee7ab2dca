#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "ServiceFixture.h"

namespace scim2ldap::test {

/// A service with a fallback group. Requests come at the time 0; what is later is said to `settle`.
class FallbackFixture : public ServiceFixture {
 public:
  static constexpr std::chrono::milliseconds kGrace{1000};
  using Names = std::vector<std::string>;

  explicit FallbackFixture(bool leave = true, const std::string& more = "", bool makesGroup = true)
      : ServiceFixture("", optionsWith(more, makesGroup),
                       connector::FallbackPolicy{ldap::Dn::parse("cn=basic,ou=groups"), kGrace, leave}) {}

  /// Has everybody seen to whose time has come by then.
  void settle(std::chrono::milliseconds time = kGrace) {
    while (service.settleFallback(connector::TimePoint(time))) {
    }
  }
  /// The userNames in a group, in order; without its placeholder.
  [[nodiscard]] Names members(const std::string& group) {
    Names names;
    const ldap::Entry read = entry("cn=" + group + ",ou=groups");
    for (const std::string& value : read.values("member")) {
      const ldap::Dn member = ldap::Dn::parse(value);
      const ldap::AttributeTypeAndValue& pair = member.rdn().pairs.front();
      if (pair.type == "uid") names.push_back(pair.value);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  [[nodiscard]] bool isIn(const std::string& group, const std::string& user) {
    const Names names = members(group);
    return std::find(names.begin(), names.end(), user) != names.end();
  }
  [[nodiscard]] std::string makeSynced(const std::string& displayName, const std::vector<std::string>& ids) {
    return std::string(create(connector::Kind::Group, R"({"displayName":")" + displayName +
                                                          R"(","externalId":"x-)" + displayName +
                                                          R"(","members":)" + memberList(ids) + "}")
                           .stringAt("id"));
  }
  void add(const std::string& group, const std::string& user) {
    patch(connector::Kind::Group, group,
          R"({"op":"add","path":"members","value":)" + memberList({user}) + "}");
  }
  void remove(const std::string& group, const std::string& user) {
    patch(connector::Kind::Group, group, R"({"op":"remove","path":"members[value eq \")" + user + R"(\"]"})");
  }
  /// A user who has been put into the fallback group.
  [[nodiscard]] std::string makeInside(const std::string& userName) {
    std::string id = makeUser(userName);
    settle();
    return id;
  }
  [[nodiscard]] connector::FallbackState stateOf(const std::string& user) {
    const auto rows = store->fallbackRows(endpoint.name, {user});
    return rows.empty() ? connector::FallbackState::None : rows.front().state;
  }
  [[nodiscard]] bool isDue(const std::string& user) {
    const auto rows = store->fallbackRows(endpoint.name, {user});
    return !rows.empty() && rows.front().due.has_value();
  }
  void makeFallbackGroup() {
    BOOST_TEST_REQUIRE(directory
                           .add({dn("cn=basic,ou=groups"),
                                 {{"objectClass", {"groupOfNames"}}, {"member", {"cn=empty-group"}}}})
                           .ok());
  }
  [[nodiscard]] static connector::Execution refused(ldap::ResultCode code) {
    connector::Execution execution;
    execution.outcome = connector::Execution::Outcome::Refused;
    execution.refusal = ldap::WriteResult{code, "said so"};
    return execution;
  }

 private:
  [[nodiscard]] static SlapdOptions optionsWith(const std::string& globalLines, bool makesGroup) {
    SlapdOptions options;
    options.globalLines = globalLines;
    if (makesGroup)
      options.ldif =
          "dn: cn=basic,ou=groups,dc=example,dc=com\nobjectClass: groupOfNames\nmember: cn=empty-group\n\n";
    return options;
  }
};

}  // namespace scim2ldap::test
