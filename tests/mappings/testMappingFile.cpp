#include "mappings/MappingFile.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/mappings/Fixture.h"

using namespace scim2ldap;
using namespace scim2ldap::mappings;

namespace {

/// One wrong rule behind the user section of the fixture, whose nine lines it follows.
struct Wrong {
  const char* rule;
  const char* where;  ///< line:column, counted in the rule alone
  const char* message;
};
std::ostream& operator<<(std::ostream& out, const Wrong& c) {
  return out << c.rule;
}
#define READ_ONLY \
  "[[extension]]\nurn='urn:x:User'\n[[extension.attribute]]\nname='a'\nmutability='readOnly'\n"

const Wrong kWrong[] = {
    {"[[user.attribute]]\nscim='title'\nldap='title'\nrequird=true\n", "4:1", "did you mean \"required\"?"},
    {"[[user.attribute]]\nscim='title'\nldap='title'\ncolour=1\n", "4:1",
     "knows no \"colour\"; the keys are allocate"},
    {"[[user.attribute]]\nscim='title'\nldap=7\n", "3:6", "\"ldap\" is an integer; write a text"},
    {"[[user.attribute]]\nscim='title'\nldap='title'\nrequired='yes'\n", "4:10", "write true or false"},
    {"[[user.attribute]]\nscim='titel'\nldap='title'\n", "2:6", "did you mean \"title\"?"},
    {"[[user.attribute]]\nscim='department'\nldap='ou'\n", "2:6", "enterprise:2.0:User:department\""},
    {"[[user.attribute]]\nscim='urn:x:User:a'\nldap='ou'\n", "2:6", "[[extension]]"},
    {"[[user.attribute]]\nscim='name.famlyName'\nldap='sn'\n", "2:6", "did you mean \"familyName\"?"},
    {"[[user.attribute]]\nscim='name'\nldap='sn'\n", "2:6", "such as \"name.formatted\""},
    {"[[user.attribute]]\nscim='title[type eq \"x\"]'\nldap='sn'\n", "2:6", "leave the brackets out"},
    {"[[user.attribute]]\nscim='emails[typ eq \"x\"].value'\nldap='mail'\n", "2:6", "did you mean \"type\"?"},
    {"[[user.attribute]]\nscim='emails[primary eq \"x\"].value'\nldap='mail'\n", "2:6", "true or false"},
    {"[[user.attribute]]\nscim='emails[type eq \"x'\nldap='mail'\n", "2:6", "byte 6"},
    {"[[user.attribute]]\nscim='externalId'\nldap='ou'\n", "2:6", "value = \"{externalId}\""},
    {"[[user.attribute]]\nscim='active'\nldap='ou'\n", "2:6", "[user.disable]"},
    {"[[user.attribute]]\nscim='groups'\n", "2:6", "read-only"},
    {"[[user.attribute]]\nscim='urn:x:User:a'\n" READ_ONLY, "2:6", "name what it shows"},
    {"[[user.attribute]]\nscim='urn:x:User:a'\nldap='ou'\nrequired=true\n" READ_ONLY, "4:10",
     "take \"required\" out"},
    {"[[user.attribute]]\nscim='urn:x:User:a'\nldap='ou'\ndefault='b'\n" READ_ONLY, "4:9",
     "take \"default\" out"},
    {"[[user.attribute]]\nscim='password'\nldap='userPassword'\n", "2:6", "[user.password]"},
    {"[[user.attribute]]\nvalue='{password}'\nldap='ou'\n", "1:1", "which no rule stores"},
    {"[memberships]\nattribute=['member']\n", "2:1", "did you mean \"attributes\"?"},
    {"[user.password]\n", "1:1", "lacks \"method\"; write for example method = \"exop\""},
    {"[user.password]\nmethod='exopp'\n", "2:8", "did you mean \"exop\"?"},
    {"[user.password]\nmethod='exop'\nldap='userPassword'\n", "3:1", "knows no \"ldap\""},
    {"[user.password]\nmethod='attribute'\n", "1:1", "lacks \"ldap\""},
    {"[user.password]\nmethod='attribute'\nldap=''\n", "3:6", "is empty"},
    {"[user.password]\nmethod='exop'\n[[user.attribute]]\nvalue='x'\nldap='userpassword'\n", "3:1",
     "holds passwords ([user.password])"},
    {"[[user.attribute]]\nldap='ou'\n", "1:1", "no source"},
    {"[[user.attribute]]\nvalue='x'\n", "1:1", "no target"},
    {"[[user.attribute]]\nscim='title'\nvalue='x'\nldap='title'\n", "3:7", "exclude each other"},
    {"[[user.attribute]]\nscim='title'\nconvert='lower'\n", "3:9", "take \"convert\" out"},
    {"[[user.attribute]]\nscim='title'\nldap='a title'\n", "3:6", "no name of an LDAP attribute"},
    {"[[user.attribute]]\nvalue='x'\nldap='objectclass'\n", "3:6", "\"objectClass\" key"},
    {"[[user.attribute]]\nvalue='x'\nldap='ou'\nrequired=true\n", "4:10", "only a SCIM attribute"},
    {"[[user.attribute]]\nscim='title'\nldap='ou'\nrequired=true\ndefault='x'\n", "5:9", "has no default"},
    {"[[user.attribute]]\nscim='title'\nldap='ou'\nmultiValued=true\n", "4:13", "has one value"},
    {"[[user.attribute]]\nscim='title'\nldap='ou'\nprimary=true\n", "4:9", "can be primary"},
    {"[[user.attribute]]\nscim='title'\nldap='ou'\napply='creation'\n", "4:7",
     "write one of \"always\", \"create\""},
    {"[[user.attribute]]\nscim='title'\nldap='ou'\nconvert='lowr'\n", "4:9", "did you mean \"lower\"?"},
    {"[[user.attribute]]\nscim='title'\nldap='ou'\nconvert='lookup'\ntable='jobs'\n", "5:7", "[table.jobs]"},
    {"[[user.attribute]]\nscim='title'\nldap='ou'\nconvert='lookup'\n", "1:1", "lacks \"table\""},
    {"[[user.attribute]]\nscim='title'\nldap='ou'\ntable='jobs'\n", "4:1", "without convert = \"lookup\""},
    {"[[user.attribute]]\nvalue='{userName | lowr}'\nldap='ou'\n", "2:20", "did you mean \"lower\"?"},
    {"[[user.attribute]]\nvalue='{usrName}'\nldap='ou'\n", "1:1", "did you mean \"userName\"?"},
    {"[[user.attribute]]\nvalue='{title}'\nldap='ou'\n", "1:1", "which no rule stores"},
    {"[[user.attribute]]\nscim='title'\nldap='UID'\n", "1:1", "written by the rule at line 7 already"},
    {"[[user.attribute]]\nscim='username'\nldap='cn'\n", "1:1", "mapped at line 7 already"},
    {"[[user.attribute]]\nscim='title'\nldap='pwdAccountLockedTime'\n", "1:1", "marks disabled users"},
    {"[[user.attribute]]\nscim='roles'\n[[user.attribute]]\nscim='roles.value'\nldap='ou'\n", "3:1",
     "as a whole and in parts"},
    {"[[user.attribute]]\nscim='emails.value'\nldap='mail'\n[[user.attribute]]\nscim='emails[type eq "
     "\"work\"].value'\nldap='ou'\n",
     "4:1", "about the same values"},
    {"[[user.attribute]]\nscim='emails[primary eq true].value'\nldap='mail'\n[[user.attribute]]\n"
     "scim='emails[type eq \"work\"].value'\nldap='ou'\n",
     "4:1", "use the same in both"},
    {"[[user.attribute]]\nldap='uidNumber'\nallocate={counter='cn=x',first=9,last=1}\n", "3:10",
     "holds no numbers"},
    {"[[user.attribute]]\nldap='uidNumber'\nallocate={counter='cn',first=1,last=9}\n", "3:19", "is no DN"},
    {"[[user.attribute]]\nldap='uidNumber'\nallocate={counter='cn=x',first=1}\n", "3:10",
     "\"first\" and \"last\""},
    {"[[extension]]\nurn='urn:x:2.0:User'\n[[extension.attribute]]\nname='1st'\n", "4:6",
     "no attribute name"},
    {"[[extension]]\nurn='x'\n[[extension.attribute]]\nname='a'\n", "2:5", "no URN"},
    {"[[extension]]\nurn='urn:x:2.0:User'\n", "1:1", "there are no attributes"},
    {"[[extension]]\nurn='urn:x:2.0:User'\n[[extension.attribute]]\nname='a'\ntype='text'\n", "5:6",
     "write one of"},
    {"[[extension]]\nurn='urn:x:2.0:User'\n[[extension.attribute]]\nname='a'\ntype='complex'\n"
     "[[extension.attribute.attribute]]\nname='b'\ntype='complex'\n",
     "8:6", "cannot hold another one"},
    {"[[extension]]\nurn='urn:x:2.0:User'\n[[extension.attribute]]\nname='a'\nmutability='writeOnly'\n",
     "5:12", "write one of"},
    {"[[extension]]\nurn='urn:x:2.0:User'\n[[extension.attribute]]\nname='a'\nreturned='never'\n", "5:10",
     "write one of"},
    {"[table.empty]\n", "1:1", "is empty"},
    {"[users]\n", "1:2", "did you mean \"user\"?"},
    {"[group]\ncontainer='ou=groups'\nobjectClass=['groupOfNames']\nrdn='cn'\n", "1:1",
     "no rule writes it; add one"},
};

constexpr std::size_t kFixtureLines = 9;

std::vector<Problem> problemsOf(const std::string& text) {
  try {
    (void)parseMapping(text, "test.toml");
  } catch (const FileError& error) {
    return error.problems();
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(MappingFile)

BOOST_DATA_TEST_CASE(names_the_place_and_a_remedy, boost::unit_test::data::make(kWrong), c) {
  const std::vector<Problem> problems = problemsOf(std::string(kUserSection) + c.rule);
  BOOST_REQUIRE(!problems.empty());
  const Problem& problem = problems.front();
  BOOST_TEST_MESSAGE(toString(problem));
  BOOST_TEST(std::to_string(problem.where.line - kFixtureLines) + ":" +
                 std::to_string(problem.where.column) ==
             c.where);
  BOOST_TEST(problem.message.find(c.message) != std::string::npos, problem.message);
}

BOOST_AUTO_TEST_CASE(takes_and_advertises_passwords_exactly_where_the_file_says_so) {
  const auto withPassword = [](const std::string& keys) { return userWith("[user.password]\n" + keys); };
  for (const ResourceMapping& without : {userWith(""), withPassword("method='none'\n")}) {
    BOOST_TEST(!without.password);
    BOOST_CHECK(without.type.schema.find("password") == nullptr);
  }
  const ResourceMapping byRfc3062 = withPassword("method='exop'\n");
  BOOST_TEST_REQUIRE(byRfc3062.password.has_value());
  BOOST_TEST(byRfc3062.password->attribute == "");
  BOOST_TEST(byRfc3062.password->kept() == "userPassword");
  const scim::Attribute* advertised = byRfc3062.type.schema.find("password");
  BOOST_TEST_REQUIRE((advertised != nullptr));
  BOOST_CHECK(advertised->mutability == scim::Mutability::WriteOnly);
  BOOST_CHECK(advertised->returned == scim::Returned::Never);
  const ResourceMapping byAttribute = withPassword("method='attribute'\nldap='secretary'\n");
  BOOST_TEST(byAttribute.password.value().kept() == "secretary");
  BOOST_CHECK(attributesToRead(byAttribute) == attributesToRead(userWith("")));
}

BOOST_AUTO_TEST_CASE(tells_all_problems_in_the_order_of_the_file) {
  const std::vector<Problem> problems = problemsOf(R"([user]
container = "ou"
objectClass = "inetOrgPerson"
filter = "(objectClass"
rdm = "uid"
[user.disable]
method = "ppolcy"
[[user.attribute]]
scim = "userNam"
ldap = "uid"
)");
  std::string lines;
  for (const Problem& problem : problems) {
    BOOST_TEST_MESSAGE(toString(problem));
    lines += std::to_string(problem.where.line) + " ";
  }
  // rdn is missing (line 1), its misspelling is told at line 5; objectClass is of the wrong type and so
  // missing.
  BOOST_TEST(lines == "1 2 3 3 4 5 7 9 ");
}

BOOST_AUTO_TEST_CASE(tells_a_syntax_error_with_its_place) {
  const std::vector<Problem> problems = problemsOf("[user]\ncontainer = ou=people\n");
  BOOST_REQUIRE(problems.size() == 1U);
  BOOST_TEST(toString(problems.front()).rfind("test.toml:2:", 0) == 0U, toString(problems.front()));
}

BOOST_AUTO_TEST_CASE(demands_a_user_section_and_a_way_to_disable) {
  BOOST_TEST(problemsOf("").front().message.find("[user] is missing") != std::string::npos);
  const std::vector<Problem> problems = problemsOf(
      "[user]\ncontainer='ou=p'\nobjectClass=['x']\nrdn='uid'\n[[user.attribute]]\nscim='userName'\nldap='"
      "uid'\n");
  BOOST_REQUIRE(problems.size() == 1U);
  BOOST_TEST(problems.front().message.find("[user.disable] is missing") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(demands_a_sure_value_for_the_name_of_an_entry) {
  const std::vector<Problem> problems = problemsOf(R"([user]
container = "ou=people"
objectClass = ["inetOrgPerson"]
rdn = "cn"
[user.disable]
method = "ppolicy"
[[user.attribute]]
scim = "userName"
ldap = "uid"
[[user.attribute]]
scim = "displayName"
ldap = "cn"
)");
  BOOST_REQUIRE(problems.size() == 1U);
  BOOST_TEST(toString(problems.front()).rfind("test.toml:10:1: \"cn\" names the entry", 0) == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_a_problem_too) {
  BOOST_CHECK_EXCEPTION(
      (void)readMappingFile("/nonexistent/mapping.toml"), FileError, [](const FileError& error) {
        return std::string_view(error.what()) ==
               "/nonexistent/mapping.toml: the file cannot be read: No such file or directory";
      });
}

BOOST_AUTO_TEST_CASE(fills_the_defaults_in) {
  const ResourceMapping user = userWith("");
  BOOST_TEST(ldap::toString(user.filter) == "(objectClass=inetOrgPerson)");
  BOOST_REQUIRE(user.bases.size() == 1U);
  BOOST_TEST(user.bases.front().toString() == "ou=people");
  BOOST_TEST(std::holds_alternative<PpolicyLock>(user.disable.value()));
  BOOST_TEST(toString(user.rdnRule().scim.value()) == "userName");
}

BOOST_AUTO_TEST_CASE(looks_for_users_in_the_disabled_branch_too) {
  const Mapping mapping = under(parseMapping(R"toml([user]
container = "ou=people"
search = ["ou=people", "ou=staff"]
objectClass = ["inetOrgPerson"]
filter = "(&(objectClass=inetOrgPerson)(!(employeeType=robot)))"
rdn = "uid"
[user.disable]
method = "move"
container = "ou=disabled"
[[user.attribute]]
scim = "userName"
ldap = "uid"
[[user.attribute]]
ldap = "uidNumber"
allocate = { counter = "cn=uidNext", first = 1, last = 9 }
)toml",
                                             "test.toml"),
                                ldap::Dn::parse("dc=example"));
  const ResourceMapping& user = mapping.user;
  BOOST_REQUIRE(user.bases.size() == 3U);
  BOOST_TEST(user.bases[1].toString() == "ou=staff,dc=example");
  BOOST_TEST(user.bases[2].toString() == "ou=disabled,dc=example");
  BOOST_TEST(user.rules[1].allocate->counter.toString() == "cn=uidNext,dc=example");
  BOOST_TEST(std::get<BranchMove>(*user.disable).container.toString() == "ou=disabled,dc=example");
}

BOOST_AUTO_TEST_CASE(advertises_exactly_what_is_mapped) {
  const Mapping mapping = readMappingFile(shipped("inetorgperson.toml"));
  const scim::ResourceType& type = mapping.user.type;
  BOOST_TEST(type.find("", "active") != nullptr);
  BOOST_TEST(type.find("", "externalId") != nullptr);
  BOOST_TEST(type.find("", "nickName") == nullptr);
  BOOST_TEST(type.find("", "name")->find("middleName") == nullptr);
  const scim::Attribute* phones = type.find("", "phoneNumbers");
  BOOST_REQUIRE(phones != nullptr);
  BOOST_TEST(phones->find("type")->canonicalValues == (std::vector<std::string>{"work", "mobile", "fax"}),
             boost::test_tools::per_element());
  BOOST_TEST(phones->find("primary") != nullptr);
  BOOST_TEST(type.find("", "roles")->subAttributes.size() == 4U);
  BOOST_REQUIRE(type.extensions.size() == 1U);
  BOOST_TEST(type.extensions[0].find("costCenter") == nullptr);
  BOOST_TEST(type.extensions[0].find("manager")->find("displayName") != nullptr);
  BOOST_TEST(mapping.group->type.find("", "members") != nullptr);
}

BOOST_AUTO_TEST_CASE(advertises_the_groups_of_users_where_there_are_groups) {
  const Mapping mapping = readMappingFile(shipped("inetorgperson.toml"));
  const scim::Attribute* groups = mapping.user.type.find("", "groups");
  BOOST_REQUIRE(groups != nullptr);
  BOOST_TEST((groups->returned == scim::Returned::Request));
  BOOST_TEST((groups->mutability == scim::Mutability::ReadOnly));
  BOOST_TEST(groups->find("type")->canonicalValues == (std::vector<std::string>{"direct", "indirect"}),
             boost::test_tools::per_element());
  BOOST_TEST(userWith("").type.find("", "groups") == nullptr);
}

BOOST_AUTO_TEST_CASE(takes_extensions_of_the_customer) {
  const ResourceMapping user = userWith(R"([[user.attribute]]
scim = "URN:corp:2.0:user:tags"
ldap = "businessCategory"
[[user.attribute]]
scim = "urn:corp:2.0:User:remote"
ldap = "employeeType"
[[user.attribute]]
scim = "urn:corp:2.0:User:desk.floor"
[[extension]]
urn = "urn:corp:2.0:User"
[[extension.attribute]]
name = "tags"
multiValued = true
[[extension.attribute]]
name = "remote"
type = "boolean"
[[extension.attribute]]
name = "desk"
type = "complex"
[[extension.attribute.attribute]]
name = "floor"
type = "integer"
mutability = "immutable"
returned = "request"
)");
  BOOST_TEST(toString(*user.rules[1].scim) == "urn:corp:2.0:User:tags");
  BOOST_TEST(user.rules[1].multiValued);
  BOOST_TEST((user.rules[2].conversion == Conversion(BooleanText{})));
  const scim::Attribute& floor = *user.type.find("urn:corp:2.0:User", "desk")->find("floor");
  BOOST_TEST((floor.type == scim::Type::Integer));
  BOOST_TEST((floor.mutability == scim::Mutability::Immutable));
  BOOST_TEST((floor.returned == scim::Returned::Request));
  BOOST_TEST((user.type.find("urn:corp:2.0:User", "tags")->mutability == scim::Mutability::ReadWrite));
}

BOOST_AUTO_TEST_SUITE_END()
