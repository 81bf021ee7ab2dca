#include <boost/test/unit_test.hpp>

#include "connector/provisioning/MemberModification.h"

using namespace scim2ldap;
using namespace scim2ldap::connector;
using ldap::Modification;
using ldap::ModificationType;
using ldap::ResultCode;

namespace {

const ldap::Dn kGroup = ldap::Dn::parse("cn=g,dc=example");
using Modifications = std::vector<Modification>;

Modifications of(const MemberModification& modification) {
  return modification.modifications;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(MemberModificationSuite)

BOOST_AUTO_TEST_CASE(one_value_to_remove_needs_no_control) {
  const MemberModification one = memberModification({kGroup, "member", {}, {"a"}, "none"}, false);
  BOOST_CHECK(of(one) == (Modifications{{ModificationType::Delete, "member", {"a"}}}));
  BOOST_TEST(!one.options.permissive);
  BOOST_TEST(isAlreadySo(one, ResultCode::NoSuchAttribute));
  BOOST_TEST(!isAlreadySo(one, ResultCode::AttributeOrValueExists));
}

BOOST_AUTO_TEST_CASE(one_value_to_add_needs_no_control_where_there_is_no_placeholder) {
  const MemberModification one = memberModification({kGroup, "member", {"a"}, {}, std::nullopt}, false);
  BOOST_CHECK(of(one) == (Modifications{{ModificationType::Add, "member", {"a"}}}));
  BOOST_TEST(isAlreadySo(one, ResultCode::AttributeOrValueExists));
}

BOOST_AUTO_TEST_CASE(every_form_takes_place_only_on_the_version_that_was_read) {
  const ldap::Filter version{ldap::Equality{"entryCSN", "csn-1"}};
  for (const bool emptied : {false, true}) {
    BOOST_CHECK(
        memberModification({kGroup, "member", {}, {"a"}, "none", version}, emptied).options.assertion ==
        version);
    BOOST_CHECK(memberModification({kGroup, "member", {"a"}, {}, {}, version}, emptied).options.assertion ==
                version);
    BOOST_CHECK(
        memberModification({kGroup, "member", {"a"}, {"b"}, "none", version}, emptied).options.assertion ==
        version);
  }
}

BOOST_AUTO_TEST_CASE(the_placeholder_leaves_with_the_first_who_comes) {
  const MemberModification first = memberModification({kGroup, "member", {"a"}, {}, "none"}, false);
  BOOST_CHECK(of(first) == (Modifications{{ModificationType::Add, "member", {"none"}},
                                          {ModificationType::Delete, "member", {"none"}},
                                          {ModificationType::Add, "member", {"a"}}}));
  BOOST_TEST(first.options.permissive);
}

BOOST_AUTO_TEST_CASE(a_group_that_lists_somebody_is_asserted_to_hold_no_placeholder) {
  const ldap::Filter version{ldap::Equality{"entryCSN", "csn-1"}};
  const ldap::Filter hasNone{ldap::Not{{ldap::Filter{ldap::Equality{"member", "none"}}}}};
  const MemberModification one = unlessPlaceholder({kGroup, "member", {"a"}, {}, "none"});
  BOOST_CHECK(of(one) == (Modifications{{ModificationType::Add, "member", {"a"}}}));
  BOOST_CHECK(one.options.assertion == hasNone);
  const MemberModification several =
      unlessPlaceholder({kGroup, "member", {"a", "b"}, {"c"}, "none", version});
  BOOST_CHECK(of(several) == (Modifications{{ModificationType::Add, "member", {"c"}},
                                            {ModificationType::Delete, "member", {"c"}},
                                            {ModificationType::Add, "member", {"a", "b"}}}));
  BOOST_TEST(several.options.permissive);
  BOOST_CHECK(several.options.assertion == (ldap::Filter{ldap::And{{version, hasNone}}}));
}

BOOST_AUTO_TEST_CASE(the_placeholder_comes_with_the_last_who_leaves) {
  const MemberModification last = memberModification({kGroup, "member", {}, {"a"}, "none"}, true);
  BOOST_CHECK(of(last) == (Modifications{{ModificationType::Add, "member", {"none"}},
                                         {ModificationType::Add, "member", {"a"}},
                                         {ModificationType::Delete, "member", {"a"}}}));
}

BOOST_AUTO_TEST_CASE(a_refusal_stays_a_refusal) {
  const MemberModification several = memberModification({kGroup, "member", {"a", "b"}, {"c"}, "none"}, false);
  BOOST_TEST(!isAlreadySo(several, ResultCode::NoSuchAttribute));
  BOOST_TEST(!isAlreadySo(several, ResultCode::InsufficientAccessRights));
  BOOST_TEST(isAlreadySo(several, ResultCode::Success));
}

BOOST_AUTO_TEST_SUITE_END()
