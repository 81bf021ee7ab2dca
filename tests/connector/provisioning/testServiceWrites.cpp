// What a request does to the directory, and what it leaves alone.

#include <boost/test/unit_test.hpp>
#include <functional>

#include "ServiceFixture.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using namespace scim2ldap::test;

namespace {

using Names = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(ServiceWrites)

BOOST_FIXTURE_TEST_CASE(a_patch_that_changes_nothing_writes_nothing, ServiceFixture) {
  const std::string user = makeUser("someone", R"("title":"Boss","externalId":"e-1")");
  const std::string stranger = makeUser("stranger");
  const std::string group = makeGroup("g", {user});
  const auto versionOf = [&](const std::string& name) { return entry(name).first("entryCSN").value(); };
  const std::string userBefore = versionOf("uid=someone,ou=people");
  const std::string groupBefore = versionOf("cn=g,ou=groups");

  patch(Kind::User, user,
        R"({"op":"Replace","path":"title","value":"Boss"},{"op":"Add","path":"externalId","value":"e-1"},)"
        R"({"op":"Replace","value":{"active":"True","userName":"someone"}})");
  for (const std::string& operation :
       {R"({"op":"Add","path":"members","value":)" + memberList({user}) + "}",
        R"({"op":"Replace","path":"members","value":)" + memberList({user}) + "}",
        R"({"op":"Remove","path":"members","value":)" + memberList({stranger}) + "}",
        R"({"op":"Add","path":"members","value":)" + memberList({user}) +
            R"(},{"op":"Remove","path":"members","value":)" + memberList({stranger}) + "}",
        R"({"op":"Replace","path":"displayName","value":"g"},{"op":"Add","path":"members","value":)" +
            memberList({user}) + "}"}) {
    patch(Kind::Group, group, operation);
    BOOST_TEST(versionOf("cn=g,ou=groups") == groupBefore, operation);
  }
  BOOST_TEST(versionOf("uid=someone,ou=people") == userBefore);
  BOOST_TEST(versionOf("cn=g,ou=groups") == groupBefore);
}

BOOST_FIXTURE_TEST_CASE(a_patch_that_changes_nothing_leaves_an_adopted_entry_without_a_row, ServiceFixture) {
  ldap::Entry adopted{
      dn("uid=old,ou=people"),
      {{"objectClass", {"inetOrgPerson"}}, {"uid", {"old"}}, {"cn", {"Old"}}, {"sn", {"Old"}}}};
  BOOST_TEST_REQUIRE(directory.add(adopted).ok());
  const ldap::Entry before = entry("uid=old,ou=people");
  const std::string id = before.first("entryUUID").value();
  const scim::Json answer = patch(Kind::User, id, R"({"op":"Replace","path":"active","value":true})");
  BOOST_CHECK(entry("uid=old,ou=people") == before);
  BOOST_CHECK(!store->find({endpoint.name, "User", id}));
  BOOST_CHECK(*answer.find("meta") == *get(Kind::User, id).find("meta"));
}

BOOST_FIXTURE_TEST_CASE(a_name_is_found_and_refused_whatever_blanks_stand_around_it, ServiceFixture) {
  const std::string user = makeUser(" two  words ");
  BOOST_TEST(get(Kind::User, user).stringAt("userName") == " two  words ");
  BOOST_TEST(count(Kind::User, R"(userName eq "two words")") == 1);
  BOOST_TEST(count(Kind::User, R"(userName eq "  TWO words")") == 1);
  const scim::Error twin = refusalOf([&] { return makeUser("two words"); });
  BOOST_TEST(twin.status() == 409);
  BOOST_TEST(twin.detail().find("is already in use by the entry") != std::string::npos, twin.detail());
  patch(Kind::User, user, R"({"op":"Replace","path":"userName","value":"two words"})");
  BOOST_TEST(get(Kind::User, user).stringAt("userName") == "two words");

  const std::string group = makeGroup(" the  group ", {user});
  BOOST_TEST(get(Kind::Group, group).stringAt("displayName") == " the  group ");
  BOOST_TEST(count(Kind::Group, R"(displayName eq "the group")") == 1);
  BOOST_TEST(refusalOf([&] { return makeGroup("The Group", {}); }).status() == 409);
}

BOOST_FIXTURE_TEST_CASE(a_put_that_soft_deletes_keeps_the_name, ServiceFixture) {
  const std::string user = makeUser("soft@x.example");
  const scim::Json answer =
      put(Kind::User, user,
          R"({"userName":"0b6d4f5ae11c4d0a9a2f6d7c8b9a0e1fsoft@x.example","active":false,)"
          R"("name":{"familyName":"F"}})");
  BOOST_TEST(answer.stringAt("userName") == "soft@x.example");
  BOOST_TEST(!answer.find("active")->asBool());
  BOOST_TEST(exists("uid=soft@x.example,ou=people"));
}

BOOST_FIXTURE_TEST_CASE(a_group_with_an_unknown_member_is_refused_whole, ServiceFixture) {
  const std::string user = makeUser("someone");
  const std::string unknown = "11111111-2222-3333-4444-555555555555";
  const scim::Error error = refusalOf([&] { return makeGroup("g", {user, unknown}); });
  BOOST_TEST(error.status() == 400);
  BOOST_TEST(error.detail().find(unknown) != std::string::npos, error.detail());
  BOOST_TEST(!exists("cn=g,ou=groups"));
}

BOOST_FIXTURE_TEST_CASE(a_group_leaves_the_groups_that_hold_it_when_it_is_deleted, ServiceFixture) {
  const std::string user = makeUser("someone");
  const std::string inner = makeGroup("inner", {user});
  static_cast<void>(makeGroup("outer", {inner, user}));
  static_cast<void>(makeGroup("alone", {inner}));
  service.remove(Kind::Group, request(), inner);
  BOOST_TEST(entry("cn=outer,ou=groups").values("member") == Names{dn("uid=someone,ou=people").toString()},
             boost::test_tools::per_element());
  BOOST_TEST(count(Kind::Group, R"(displayName eq "alone" and members pr)") == 0);
}

BOOST_FIXTURE_TEST_CASE(a_manager_of_many_takes_a_new_name_in_all_of_them, ServiceFixture) {
  constexpr int kReports = 250;  // more than one filter names at a time
  const std::string boss = makeUser("boss");
  const std::string manager =
      R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":")" + boss + "\"}}";
  for (int i = 0; i < kReports; ++i) static_cast<void>(makeUser("report" + std::to_string(i), manager));
  patch(Kind::User, boss, R"({"op":"Replace","path":"userName","value":"chief"})");
  const ldap::Filter reports{ldap::Equality{"manager", dn("uid=chief,ou=people").toString()}};
  BOOST_TEST(directory.search({dn("ou=people"), ldap::Scope::Subtree, reports, {}}).size() == kReports);
  BOOST_TEST(count(Kind::User, "manager eq \"" + boss + "\"") == kReports);
  service.remove(Kind::User, request(), boss);
  BOOST_TEST(
      directory.search({dn("ou=people"), ldap::Scope::Subtree, {ldap::Present{"manager"}}, {}}).empty());
}

BOOST_FIXTURE_TEST_CASE(who_is_his_own_manager_is_so_under_his_new_name_too, ServiceFixture) {
  const std::string id = makeUser("boss");
  const std::string manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
  patch(Kind::User, id, R"({"op":"add","path":")" + manager + R"(","value":")" + id + "\"}");
  const scim::Json renamed = patch(Kind::User, id, R"({"op":"replace","path":"userName","value":"chief"})");
  const auto managerOf = [](const scim::Json& user) {
    const scim::Json* extension = user.find("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
    const scim::Json* value = extension == nullptr ? nullptr : extension->find("manager");
    return value == nullptr ? "" : std::string(value->stringAt("value"));
  };
  BOOST_TEST(managerOf(renamed) == id);
  BOOST_TEST(managerOf(get(Kind::User, id)) == id);
  BOOST_TEST(entry("uid=chief,ou=people").first("manager").value_or("") ==
             dn("uid=chief,ou=people").toString());
}

BOOST_FIXTURE_TEST_CASE(a_name_of_every_special_character_lives_through_its_life, ServiceFixture) {
  int number = 0;
  for (const std::string name : {",", "+", "\"", "\\", "<", ">", ";", "=", "#", "#a", " a", "a ", "/", "*",
                                 "(", ")", R"( #,+"\<>;=/*() )"}) {
    const std::string json = scim::printJson(scim::Json(name));
    const std::string text = json.substr(1, json.size() - 2);
    const std::string user = makeUser(text);
    const std::string group = makeGroup("g" + std::to_string(++number), {user});
    BOOST_TEST(get(Kind::User, user).stringAt("userName") == name);
    BOOST_TEST(count(Kind::User, "userName eq " + json) == 1, name);
    BOOST_TEST(count(Kind::Group, "members eq \"" + user + "\"") == 1, name);
    patch(Kind::User, user, R"({"op":"Replace","path":"userName","value":"x)" + text + "\"}");
    BOOST_TEST(count(Kind::Group, "members eq \"" + user + "\"") == 1, name);
    patch(Kind::User, user, R"({"op":"Replace","path":"userName","value":)" + json + "}");
    service.remove(Kind::User, request(), user);
    BOOST_TEST(count(Kind::Group, "members pr") == 0, name);
  }
}

BOOST_FIXTURE_TEST_CASE(a_user_can_be_made_inactive, ServiceFixture) {
  const std::string user = makeUser("leaver", R"("active":false)");
  BOOST_TEST(!get(Kind::User, user).find("active")->asBool());
  BOOST_TEST(entry("uid=leaver,ou=people").first("pwdAccountLockedTime").value() == "000001010000Z");
}

BOOST_FIXTURE_TEST_CASE(an_entry_that_others_named_keeps_its_name_and_can_be_changed, ServiceFixture) {
  const ldap::Attributes person{{"objectClass", {"inetOrgPerson"}}, {"sn", {"B"}}, {"mail", {"bob@x"}}};
  BOOST_TEST_REQUIRE(directory.add({dn("cn=Bob,ou=people"), person}).ok());
  const std::string id = entry("cn=Bob,ou=people").first("entryUUID").value();

  // It has none of the attribute that names entries of ours.
  const scim::Json disabled = patch(Kind::User, id, R"({"op":"Replace","path":"active","value":false})");
  BOOST_TEST(!disabled.find("active")->asBool());
  patch(Kind::User, id, R"({"op":"Replace","path":"userName","value":"bob"})");
  patch(Kind::User, id, R"({"op":"Replace","path":"userName","value":"robert"})");
  BOOST_CHECK(entry("cn=Bob,ou=people").values("uid") == Names{"robert"});
  patch(Kind::User, id, R"({"op":"Replace","path":"name.formatted","value":"Robert B"})");
  BOOST_CHECK((entry("cn=Bob,ou=people").values("cn").size() == 2));
}

BOOST_FIXTURE_TEST_CASE(who_is_not_seen_for_a_while_keeps_what_the_side_table_has, ServiceFixture) {
  const std::string id = makeUser("someone", R"("externalId":"e-1")");
  BOOST_TEST_REQUIRE(
      directory.rename(dn("uid=someone,ou=people"), {{{"uid", "someone"}}}, dn("ou=services")).ok());
  BOOST_TEST(refusalOf([&] { return get(Kind::User, id); }).status() == 404);
  BOOST_TEST_REQUIRE(
      directory.rename(dn("uid=someone,ou=services"), {{{"uid", "someone"}}}, dn("ou=people")).ok());
  BOOST_TEST(get(Kind::User, id).stringAt("externalId") == "e-1");
}

BOOST_FIXTURE_TEST_CASE(an_external_id_of_an_entry_that_is_gone_is_free, ServiceFixture) {
  static_cast<void>(makeUser("someone", R"("externalId":"e-1")"));
  BOOST_TEST_REQUIRE(directory.remove(dn("uid=someone,ou=people")).ok());
  BOOST_TEST(!makeUser("other", R"("externalId":"e-1")").empty());
}

BOOST_FIXTURE_TEST_CASE(a_leaver_is_locked_out_whatever_is_wrong_with_the_rest_of_the_patch, ServiceFixture) {
  int number = 0;
  for (const std::string wrong :
       {R"({"op":"Replace","path":"emails[","value":"x"})", R"({"op":"Move","path":"title","value":"x"})",
        R"({"op":"Remove"})", R"({"op":"Replace","path":"userName","value":" "})", "7"}) {
    const std::string user = makeUser("leaver" + std::to_string(++number));
    for (const std::string disable : {R"({"op":"Replace","path":"active","value":"False"})",
                                      R"({"op":"replace","value":{"active":false}})"}) {
      patch(Kind::User, user, R"({"op":"Replace","path":"active","value":true})");
      BOOST_TEST(refusalOf([&] { return patch(Kind::User, user, wrong + "," + disable); }).status() == 400);
      BOOST_TEST(!get(Kind::User, user).find("active")->asBool(), wrong);
    }
    const std::string enable = R"(,{"op":"Replace","path":"active","value":true})";
    BOOST_TEST(refusalOf([&] { return patch(Kind::User, user, wrong + enable); }).status() == 400);
    BOOST_TEST(!get(Kind::User, user).find("active")->asBool(), wrong);
  }
}

BOOST_FIXTURE_TEST_CASE(members_beyond_what_one_modify_takes_come_and_go, ServiceFixture) {
  constexpr std::size_t kMany = 5'100;
  Names ids;
  for (std::size_t i = 0; i < kMany; ++i) {
    const std::string name = "m" + std::to_string(i);
    const ldap::Attributes person{{"objectClass", {"inetOrgPerson"}}, {"cn", {name}}, {"sn", {name}}};
    ldap::WriteOptions options;
    options.postRead = {"entryUUID"};
    const ldap::WriteResult added = directory.add({dn("uid=" + name + ",ou=people"), person}, options);
    BOOST_TEST_REQUIRE(added.ok());
    ids.push_back(added.postRead->first("entryUUID").value());
  }
  const std::string group = makeGroup("all", ids);
  BOOST_TEST(entry("cn=all,ou=groups").values("member").size() == kMany);
  patch(Kind::Group, group, R"({"op":"Remove","path":"members","value":)" + memberList(ids) + "}");
  BOOST_TEST(entry("cn=all,ou=groups").values("member").size() == 1U);  // the placeholder
  patch(Kind::Group, group, R"({"op":"Add","path":"members","value":)" + memberList(ids) + "}");
  BOOST_TEST(entry("cn=all,ou=groups").values("member").size() == kMany);
  BOOST_TEST(store->journal().empty());
}

BOOST_FIXTURE_TEST_CASE(a_leaver_is_locked_out_though_the_entry_changes_all_the_time, ServiceFixture) {
  const std::string id = makeUser("leaver");
  // As failed logins move the entry's version under a password policy.
  const std::function<void()> hammer = [&] {
    sink.beforeNextPlan = hammer;
    static int count = 0;
    BOOST_TEST_REQUIRE(
        directory
            .modify(dn("uid=leaver,ou=people"),
                    {{ldap::ModificationType::Replace, "description", {std::to_string(++count)}}})
            .ok());
  };
  sink.beforeNextPlan = hammer;
  patch(Kind::User, id, R"({"op":"Replace","path":"active","value":false})");
  sink.beforeNextPlan = {};
  BOOST_TEST(entry("uid=leaver,ou=people").first("pwdAccountLockedTime").has_value());
}

BOOST_FIXTURE_TEST_CASE(a_put_again_with_a_manager_whom_nobody_is_changes_nothing_and_is_no_error,
                        ServiceFixture) {
  const std::string body =
      R"({"userName":"anna","displayName":"D","name":{"familyName":"F"},)"
      R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"nobody"}}})";
  const std::string id = makeUser("anna");
  ServiceRequest again = request();
  again.context.method = "PUT";
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST(refusalOf([&] {
                 return service.replace(Kind::User, again, id, scim::parseJson(body));
               }).status() == 0);
  }
  BOOST_TEST(!entry("uid=anna,ou=people").first("manager").has_value());
  // A PATCH about nothing but the reference is told.
  const std::string manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
  BOOST_TEST(refusalOf([&] {
               return patch(Kind::User, id, R"({"op":"Add","path":")" + manager + R"(","value":"nobody"})");
             }).status() == 400);
}

BOOST_AUTO_TEST_SUITE_END()
