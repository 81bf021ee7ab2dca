#include <boost/test/unit_test.hpp>

#include "Samples.h"

using namespace scim2ldap::scim;

BOOST_AUTO_TEST_SUITE(SchemaSuite)

BOOST_AUTO_TEST_CASE(compares_names_without_ascii_case) {
  BOOST_TEST(sameName("userName", "USERNAME"));
  BOOST_TEST(!sameName("userName", "userNam"));
  BOOST_TEST(!sameName("[", "{"));
}

BOOST_AUTO_TEST_CASE(has_the_characteristics_of_rfc_7643) {
  const Attribute& userName = *userSchema().find("username");
  BOOST_TEST((userName.required && !userName.caseExact && userName.uniqueness == Uniqueness::Server));
  const Attribute& password = *userSchema().find("password");
  BOOST_TEST((password.mutability == Mutability::WriteOnly && password.returned == Returned::Never));
  const Attribute& groups = *userSchema().find("groups");
  BOOST_TEST((groups.mutability == Mutability::ReadOnly && groups.multiValued));
  BOOST_TEST((userSchema().find("emails")->find("type")->canonicalValues ==
              std::vector<std::string>{"work", "home", "other"}));
  BOOST_TEST(userSchema().find("profileUrl")->caseExact);
  BOOST_TEST(groupSchema().find("displayName")->required);
  BOOST_TEST((groupSchema().find("displayName")->uniqueness == Uniqueness::Server));
  BOOST_TEST((groupSchema().find("members")->find("value")->mutability == Mutability::Immutable));
  BOOST_TEST(
      (enterpriseUserSchema().find("manager")->find("displayName")->mutability == Mutability::ReadOnly));
  BOOST_TEST(userSchema().attributes.size() == 21U);
  BOOST_TEST(enterpriseUserSchema().attributes.size() == 6U);
}

// RFC 7643 §2.1, §2.3.8
BOOST_AUTO_TEST_CASE(names_are_names_and_nothing_complex_holds_something_complex) {
  const std::string letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const auto isName = [&](const std::string& name) {
    return name == "$ref" || (letters.find(name.front()) != std::string::npos &&
                              name.find_first_not_of(letters + "0123456789-_") == std::string::npos);
  };
  for (const Schema* schema : {&userSchema(), &groupSchema(), &enterpriseUserSchema()}) {
    for (const Attribute& attribute : schema->attributes) {
      BOOST_TEST(isName(attribute.name), attribute.name);
      BOOST_TEST((attribute.type == Type::Complex) == !attribute.subAttributes.empty(), attribute.name);
      for (const Attribute& part : attribute.subAttributes) {
        BOOST_TEST(isName(part.name), part.name);
        BOOST_TEST((part.type != Type::Complex && part.subAttributes.empty()), part.name);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(describes_every_attribute) {
  for (const Schema* schema : {&userSchema(), &groupSchema(), &enterpriseUserSchema()}) {
    for (const Attribute& attribute : schema->attributes) {
      BOOST_TEST(!attribute.description.empty(), attribute.name);
      BOOST_TEST((attribute.type == Type::Complex) == !attribute.subAttributes.empty(), attribute.name);
      BOOST_TEST((attribute.type == Type::Reference) == !attribute.referenceTypes.empty(), attribute.name);
    }
  }
}

BOOST_AUTO_TEST_CASE(finds_attributes_by_urn_and_the_common_ones) {
  const ResourceType& type = userType();
  BOOST_TEST(type.find("", "ID")->caseExact);
  BOOST_TEST(type.find(kUserSchema, "userName") == type.schema.find("userName"));
  BOOST_TEST(type.find("", "externalId")->caseExact);
  BOOST_TEST((type.find("", "meta")->find("created")->type == Type::DateTime));
  BOOST_TEST(type.find("", "department") == nullptr);
  BOOST_TEST(type.find("URN:ietf:params:scim:schemas:extension:enterprise:2.0:user", "department") !=
             nullptr);
  BOOST_TEST(type.find("urn:other", "userName") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
