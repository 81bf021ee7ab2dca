#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "connector/provisioning/LdapErrors.h"
#include "mappings/MappingFile.h"
#include "tests/support/Folders.h"

using namespace scim2ldap;
using ldap::ResultCode;
using scim::ScimType;

namespace {

const mappings::Mapping& mapping() {
  static const mappings::Mapping read =
      mappings::readMappingFile(SCIM2LDAP_SOURCE_DIR "/mappings/inetorgperson.toml");
  return read;
}

struct Case {
  ResultCode code;
  const char* diagnostic;
  int status;
  ScimType type;
  const char* says;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << ldap::toString(c.code) << ' ' << c.diagnostic;
}

const Case kCases[] = {
    {ResultCode::EntryAlreadyExists, "", 409, ScimType::Uniqueness, "uid=a"},
    {ResultCode::ConstraintViolation, "non-unique attributes found with (mail=a@x)", 409,
     ScimType::Uniqueness, "mail=a@x"},
    {ResultCode::ConstraintViolation, "entryUUID: no user modification allowed", 400, ScimType::Mutability,
     "entryUUID"},
    {ResultCode::ConstraintViolation, "title: multiple values provided", 400, ScimType::InvalidValue,
     "title"},
    {ResultCode::InvalidAttributeSyntax, "mail: value #0 invalid per syntax", 400, ScimType::InvalidValue,
     "emails[type eq \"work\"].value"},
    {ResultCode::ObjectClassViolation, "", 400, ScimType::InvalidValue, "objectClassViolation"},
    {ResultCode::NoSuchObject, "", 500, ScimType::None, "container"},
    {ResultCode::UndefinedAttributeType, "", 500, ScimType::None, "scim2ldap check"},
    {ResultCode::InsufficientAccessRights, "no write access", 500, ScimType::None, "service account"},
    {ResultCode::Busy, "", 503, ScimType::None, "repeated"},
    {ResultCode::Unavailable, "", 503, ScimType::None, "repeated"},
    {ResultCode::ServerDown, "", 503, ScimType::None, "repeated"},
    {ResultCode::Timeout, "", 503, ScimType::None,
     "cannot be reached or is busy; the request can be repeated"},
    {ResultCode::UnwillingToPerform, "operation restricted", 503, ScimType::None,
     "the directory is read-only; the request can be repeated"},
    {ResultCode::UnwillingToPerform, "", 500, ScimType::None, "unwillingToPerform"},
    {ResultCode::Other, "internal error", 503, ScimType::None,
     "is full (raise its olcDbMaxSize) or has failed"},
    {ResultCode::InvalidCredentials, "", 503, ScimType::None, "the service account's password"},
    {ResultCode::InsufficientAccessRights, "Operations are restricted to bind/unbind/abandon", 503,
     ScimType::None, "the service account's password"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(LdapErrorsSuite)

BOOST_DATA_TEST_CASE(tells_a_client_what_it_can_act_on, boost::unit_test::data::make(kCases), c) {
  const scim::Error error = connector::toScimError({c.code, c.diagnostic}, "uid=a,dc=x", mapping().user);
  BOOST_TEST(error.status() == c.status);
  BOOST_CHECK(error.type() == c.type);
  BOOST_TEST(error.detail().find(c.says) != std::string::npos, error.detail());
}

BOOST_AUTO_TEST_CASE(a_refused_bind_of_the_service_account_is_not_the_clients_fault) {
  const scim::Error error = connector::toScimError(ldap::Error(ResultCode::InvalidCredentials, ""));
  BOOST_TEST(error.status() == 503);
  BOOST_TEST(error.detail().find("does not take the service account's password") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_search_that_the_directory_cuts_off_is_too_many) {
  const scim::Error error = connector::toScimError(ldap::Error(ResultCode::SizeLimitExceeded, ""));
  BOOST_TEST(error.status() == 400);
  BOOST_CHECK(error.type() == ScimType::TooMany);
}

BOOST_AUTO_TEST_SUITE_END()
