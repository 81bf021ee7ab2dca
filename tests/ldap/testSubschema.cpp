#include <boost/test/unit_test.hpp>

#include "ldap/Subschema.h"

using namespace scim2ldap::ldap;

namespace {

const Subschema kSchema(Entry{
    Dn(),
    {{"attributeTypes",
      {"( 2.5.4.4 NAME ( 'sn' 'surname' ) SUP name )",
       "( 1.1.1 NAME 'grandchild' SUP sn ORDERING caseExactOrderingMatch )",
       "( 2.5.4.41 NAME 'name' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch "
       "SYNTAX 1.3.6.1.4.1.1466.115.121.1.15{32768} )",
       "( 2.5.4.3 NAME ( 'cn' 'commonName' ) SUP name )",
       "( 2.5.4.0 NAME 'objectClass' EQUALITY objectIdentifierMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.38 )",
       "( 1.3.6.1.1.16.4 NAME 'entryUUID' EQUALITY UUIDMatch ORDERING UUIDOrderingMatch SYNTAX "
       "1.3.6.1.1.16.1 "
       "SINGLE-VALUE NO-USER-MODIFICATION USAGE directoryOperation )",
       "( 1.1.4 NAME 'uidNumber' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )",
       "( 1.1.5 NAME 'subNumber' SUP uidNumber )", "( 1.1.2 NAME 'a' SUP b )", "( 1.1.3 NAME 'b' SUP a )",
       "this is no description"}},
     {"objectClasses",
      {"( 2.5.6.0 NAME 'top' ABSTRACT MUST objectClass )",
       "( 2.5.6.6 NAME 'person' SUP top STRUCTURAL MUST ( surname $ cn ) MAY ( description $ name ) )",
       "( 2.5.6.7 NAME 'organizationalPerson' SUP person STRUCTURAL MAY ou )",
       "( 1.2.1 NAME 'extra' AUXILIARY MAY ( CN $ mail ) )",
       "( 1.2.2 NAME 'loop' SUP loop MAY grandchild )"}}}});

}  // namespace

BOOST_AUTO_TEST_SUITE(SubschemaSuite)

BOOST_AUTO_TEST_CASE(finds_types_by_any_name_and_by_oid) {
  for (const char* name : {"sn", "SURNAME", "2.5.4.4"}) {
    BOOST_REQUIRE(kSchema.findAttributeType(name) != nullptr);
    BOOST_TEST(kSchema.findAttributeType(name)->oid == "2.5.4.4");
  }
  BOOST_TEST(kSchema.findAttributeType("nothing") == nullptr);
  BOOST_TEST(kSchema.findObjectClass("PERSON") == kSchema.findObjectClass("2.5.6.6"));
}

BOOST_AUTO_TEST_CASE(subtypes_inherit_what_they_do_not_say) {
  const AttributeType* grandchild = kSchema.findAttributeType("grandchild");
  BOOST_REQUIRE(grandchild != nullptr);
  BOOST_TEST(grandchild->syntax == "1.3.6.1.4.1.1466.115.121.1.15");
  BOOST_TEST(grandchild->equality == "caseIgnoreMatch");
  BOOST_TEST(grandchild->substrings == "caseIgnoreSubstringsMatch");
  BOOST_TEST(grandchild->ordering == "caseExactOrderingMatch");
}

BOOST_AUTO_TEST_CASE(single_value_is_not_inherited) {  // nor is it by slapd
  BOOST_TEST(kSchema.findAttributeType("uidNumber")->singleValue);
  BOOST_TEST(!kSchema.findAttributeType("subNumber")->singleValue);
}

BOOST_AUTO_TEST_CASE(reads_the_flags) {
  const AttributeType* uuid = kSchema.findAttributeType("entryUUID");
  BOOST_REQUIRE(uuid != nullptr);
  BOOST_TEST(uuid->singleValue);
  BOOST_TEST(uuid->noUserModification);
  BOOST_TEST(uuid->operational);
  const AttributeType* name = kSchema.findAttributeType("name");
  BOOST_TEST((!name->singleValue && !name->noUserModification && !name->operational));
}

BOOST_AUTO_TEST_CASE(must_and_may_go_through_all_superiors_with_canonical_names) {
  using Names = std::set<std::string, CaseInsensitiveLess>;
  BOOST_CHECK(kSchema.must({"organizationalPerson"}) == (Names{"cn", "objectClass", "sn"}));
  BOOST_CHECK(kSchema.may({"organizationalPerson", "extra"}) ==
              (Names{"cn", "description", "mail", "name", "ou"}));
  BOOST_CHECK(kSchema.must({"unknown"}).empty());
}

BOOST_AUTO_TEST_CASE(a_class_is_of_the_kind_of_all_its_superiors) {
  BOOST_TEST(kSchema.isKindOf("organizationalPerson", "PERSON"));
  BOOST_TEST(kSchema.isKindOf("organizationalPerson", "2.5.6.0"));
  BOOST_TEST(kSchema.isKindOf("person", "person"));
  BOOST_TEST(!kSchema.isKindOf("person", "organizationalPerson"));
  BOOST_TEST(!kSchema.isKindOf("extra", "person"));
  BOOST_TEST(!kSchema.isKindOf("unknown", "unknown"));
  BOOST_TEST(!kSchema.isKindOf("loop", "person"));
}

BOOST_AUTO_TEST_CASE(cycles_in_a_broken_schema_end) {
  BOOST_TEST(kSchema.findAttributeType("a")->syntax == "");
  BOOST_TEST(kSchema.may({"loop"}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(knows_the_kinds_of_classes) {
  BOOST_CHECK(kSchema.findObjectClass("top")->kind == ObjectClassKind::Abstract);
  BOOST_CHECK(kSchema.findObjectClass("person")->kind == ObjectClassKind::Structural);
  BOOST_CHECK(kSchema.findObjectClass("extra")->kind == ObjectClassKind::Auxiliary);
}

BOOST_AUTO_TEST_CASE(lists_all_names_for_suggestions) {
  BOOST_TEST(kSchema.attributeNames().size() == 12U);
  BOOST_TEST(kSchema.objectClassNames().size() == 5U);
}

BOOST_AUTO_TEST_SUITE_END()
