#include <boost/test/unit_test.hpp>
#include <numeric>

#include "ldap/Error.h"
#include "ldap/SyncMessages.h"

using namespace scim2ldap::ldap;

namespace {

/// One BER element with a short length.
std::string element(unsigned char tag, const std::string& content) {
  return std::string{static_cast<char>(tag), static_cast<char>(content.size())} + content;
}

constexpr unsigned char kBoolean = 0x01, kOctets = 0x04, kEnumerated = 0x0A, kSequence = 0x30, kSet = 0x31;
constexpr unsigned char kNewCookie = 0x80, kRefreshDelete = 0xA1, kRefreshPresent = 0xA2, kIdSet = 0xA3;

const std::string kTrue("\xFF", 1);
const std::string kFalse("\0", 1);

SyncUuid uuid(unsigned char first) {
  SyncUuid result{};
  std::iota(result.begin(), result.end(), first);
  return result;
}

std::string octets(const SyncUuid& value) {
  return {value.begin(), value.end()};
}

std::string stateValue(char state, const std::string& rest) {
  return element(kSequence, element(kEnumerated, std::string(1, state)) + rest);
}

bool isDecodingError(const Error& error) {
  return error.code() == ResultCode::DecodingError;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(SyncMessagesSuite)

BOOST_AUTO_TEST_CASE(a_uuid_is_written_as_entryUUID_writes_it) {
  BOOST_TEST(toString(uuid(0xA0)) == "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf");
  BOOST_CHECK(parseSyncUuid("a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf") == uuid(0xA0));
  for (const char* text : {"", "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf", "a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf0"})
    BOOST_TEST(!parseSyncUuid(text).has_value());
  BOOST_TEST(toString(uuid(0)) == "00010203-0405-0607-0809-0a0b0c0d0e0f");
}

BOOST_AUTO_TEST_CASE(reads_sync_state) {
  const SyncState plain = readSyncState(stateValue(1, element(kOctets, octets(uuid(7)))));
  BOOST_CHECK(plain.state == SyncState::State::Add);
  BOOST_CHECK(plain.uuid == uuid(7));
  BOOST_TEST(!plain.cookie.has_value());
  const SyncState full =
      readSyncState(stateValue(3, element(kOctets, octets(uuid(1))) + element(kOctets, "csn=1")));
  BOOST_CHECK(full.state == SyncState::State::Delete);
  BOOST_TEST(full.cookie.value() == "csn=1");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_sync_state) {
  const std::string id = element(kOctets, octets(uuid(1)));
  for (const std::string& value : {std::string(), std::string("x"), stateValue(4, id), stateValue(1, ""),
                                   stateValue(1, element(kOctets, "short")), element(kSequence, id)}) {
    BOOST_CHECK_EXCEPTION(static_cast<void>(readSyncState(value)), Error, isDecodingError);
  }
}

BOOST_AUTO_TEST_CASE(reads_sync_done) {
  BOOST_TEST(!readSyncDone(element(kSequence, "")).refreshDeletes);
  const SyncDone done = readSyncDone(element(kSequence, element(kOctets, "c") + element(kBoolean, kTrue)));
  BOOST_TEST(done.cookie.value() == "c");
  BOOST_TEST(done.refreshDeletes);
}

BOOST_AUTO_TEST_CASE(reads_every_kind_of_sync_info) {
  const SyncInfo cookie = readSyncInfo(element(kNewCookie, "c1"));
  BOOST_CHECK(cookie.type == SyncInfo::Type::NewCookie);
  BOOST_TEST(cookie.cookie.value() == "c1");

  const SyncInfo deleted = readSyncInfo(element(kRefreshDelete, element(kOctets, "c2")));
  BOOST_CHECK(deleted.type == SyncInfo::Type::RefreshDelete);
  BOOST_TEST(deleted.cookie.value() == "c2");
  BOOST_TEST(deleted.refreshDone);

  const SyncInfo present = readSyncInfo(element(kRefreshPresent, element(kBoolean, kFalse)));
  BOOST_CHECK(present.type == SyncInfo::Type::RefreshPresent);
  BOOST_TEST(!present.cookie.has_value());
  BOOST_TEST(!present.refreshDone);

  const std::string two = element(kOctets, octets(uuid(1))) + element(kOctets, octets(uuid(2)));
  const SyncInfo gone =
      readSyncInfo(element(kIdSet, element(kOctets, "c3") + element(kBoolean, kTrue) + element(kSet, two)));
  BOOST_CHECK(gone.type == SyncInfo::Type::SyncIdSet);
  BOOST_TEST(gone.refreshDeletes);
  BOOST_CHECK((gone.uuids == std::vector{uuid(1), uuid(2)}));
  const SyncInfo there = readSyncInfo(element(kIdSet, element(kSet, two)));
  BOOST_TEST(!there.refreshDeletes);
  BOOST_TEST(there.uuids.size() == 2U);
  BOOST_TEST(readSyncInfo(element(kIdSet, element(kSet, ""))).uuids.empty());
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_sync_info) {
  for (const std::string& value :
       {std::string(), element(0x84, "x"), element(kSequence, ""), element(kIdSet, ""),
        element(kIdSet, element(kSet, element(kOctets, "short")))}) {
    BOOST_CHECK_EXCEPTION(static_cast<void>(readSyncInfo(value)), Error, isDecodingError);
  }
}

BOOST_AUTO_TEST_SUITE_END()
