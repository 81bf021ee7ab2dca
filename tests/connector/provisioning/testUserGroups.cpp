#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "connector/provisioning/UserGroups.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;

namespace {

/// Groups by name, with what they list; the value of a group is its name.
class Directory {
 public:
  explicit Directory(std::map<std::string, std::set<std::string>> members) : members_(std::move(members)) {}

  [[nodiscard]] UserGroups groups(bool canNest = true) {
    return {[this](const std::vector<std::string>& values) { return holders(values); },
            [](const Referenced& group) { return group.id; }, canNest};
  }
  /// "a+ b-": direct in a, indirect in b.
  [[nodiscard]] std::string of(const std::string& user, bool canNest = true) {
    UserGroups all = groups(canNest);
    return printed(all.of(user));
  }
  [[nodiscard]] static std::string printed(const std::vector<GroupOfUser>& groups) {
    std::string text;
    for (const auto& [group, isDirect] : groups)
      text += (text.empty() ? "" : " ") + group.id + (isDirect ? "+" : "-");
    return text;
  }
  int searches = 0;

 private:
  [[nodiscard]] std::vector<Referenced> holders(const std::vector<std::string>& values) {
    ++searches;
    std::vector<Referenced> found;
    for (const auto& [name, members] : members_) {
      if (std::any_of(values.begin(), values.end(),
                      [&](const auto& value) { return members.contains(value); }))
        found.push_back({name, Kind::Group, {}, "Group " + name});
    }
    return found;
  }

  std::map<std::string, std::set<std::string>> members_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(UserGroupsSuite)

BOOST_AUTO_TEST_CASE(are_direct_and_indirect_ones) {
  Directory directory({{"a", {"ada", "bob"}}, {"b", {"a"}}, {"c", {"b", "bob"}}, {"d", {"cid"}}});
  BOOST_TEST(directory.of("ada") == "a+ b- c-");
  BOOST_TEST(directory.of("bob") == "a+ c+ b-");
  BOOST_TEST(directory.of("cid") == "d+");
  BOOST_TEST(directory.of("nobody") == "");
  BOOST_TEST(directory.of("ada", false) == "a+");
}

BOOST_AUTO_TEST_CASE(end_in_cycles) {
  Directory directory({{"a", {"ada", "a"}}, {"b", {"a", "d"}}, {"c", {"b"}}, {"d", {"c"}}});
  BOOST_TEST(directory.of("ada") == "a+ b- c- d-");
}

BOOST_AUTO_TEST_CASE(that_nothing_holds_are_looked_up_together_and_once) {
  std::map<std::string, std::set<std::string>> members;
  for (int i = 0; i < 64; ++i) members["g" + std::to_string(i)] = {"ada", "bob"};
  Directory flat(members);
  UserGroups groups = flat.groups();
  BOOST_TEST(groups.of("ada").size() == 64U);
  BOOST_TEST(flat.searches == 2);
  BOOST_TEST(groups.of("bob").size() == 64U);
  BOOST_TEST(flat.searches == 3);

  members["parent"] = {"g17"};
  Directory nested(members);
  UserGroups withParent = nested.groups();
  BOOST_TEST(withParent.of("ada").size() == 65U);
  BOOST_TEST(withParent.of("ada").back().group.id == "parent");
  // For the user twice; then halves, down to the one group that is held, and what holds the parent.
  BOOST_TEST(nested.searches == 2 + 1 + 2 * 6 + 1);
}

BOOST_AUTO_TEST_CASE(are_told_as_the_rfc_says) {
  const std::vector<GroupOfUser> groups{{{"1", Kind::Group, {}, "Crew"}, true},
                                        {{"2", Kind::Group, {}, ""}, false}};
  BOOST_TEST(printJson(groupsAttribute(groups, "https://h/scim")) ==
             R"([{"value":"1","$ref":"https://h/scim/Groups/1","display":"Crew","type":"direct"},)"
             R"({"value":"2","$ref":"https://h/scim/Groups/2","type":"indirect"}])");
}

BOOST_AUTO_TEST_SUITE_END()
