#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/Folders.h"
#include "tests/support/Program.h"

// The targets, under names of their own (CMakeLists.txt).
extern "C" {
int fuzzDn(const std::uint8_t* bytes, std::size_t size);
int fuzzFilter(const std::uint8_t* bytes, std::size_t size);
int fuzzHttp(const std::uint8_t* bytes, std::size_t size);
int fuzzJson(const std::uint8_t* bytes, std::size_t size);
int fuzzJwt(const std::uint8_t* bytes, std::size_t size);
int fuzzLdapFilter(const std::uint8_t* bytes, std::size_t size);
int fuzzMappingFile(const std::uint8_t* bytes, std::size_t size);
int fuzzPatch(const std::uint8_t* bytes, std::size_t size);
int fuzzPath(const std::uint8_t* bytes, std::size_t size);
}

namespace {

using Target = int (*)(const std::uint8_t* bytes, std::size_t size);

/// A violated property ends the program; Boost.Test tells which file it was.
void replay(Target target, const std::filesystem::path& file) {
  const std::string content = scim2ldap::test::readFile(file);
  // Exactly as large as the input, so that AddressSanitizer sees a read past its end.
  const std::vector<std::uint8_t> bytes(content.begin(), content.end());
  BOOST_TEST(target(bytes.data(), bytes.size()) == 0);
}

/// Makes one test case of each file that is kept for a target, named like the file.
class Inputs : public boost::unit_test::test_unit_generator {
 public:
  Inputs(Target target, const std::string& name) : target_(target) {
    for (const char* folder : {"corpus", "found"}) {
      const std::filesystem::path inputs =
          std::filesystem::path(SCIM2LDAP_SOURCE_DIR "/tests/fuzz") / folder / name;
      if (!std::filesystem::exists(inputs)) continue;
      for (const auto& each : std::filesystem::directory_iterator(inputs)) files_.push_back(each.path());
    }
    // Taken from the back.
    std::ranges::sort(files_, std::greater<>());
  }

  [[nodiscard]] boost::unit_test::test_unit* next() const override {
    if (files_.empty()) return nullptr;
    const std::filesystem::path file = files_.back();
    files_.pop_back();
    return boost::unit_test::make_test_case([target = target_, file] { replay(target, file); },
                                            file.filename().string(), __FILE__, __LINE__);
  }

 private:
  Target target_;
  mutable std::vector<std::filesystem::path> files_;
};

}  // namespace

#define SCIM2LDAP_REPLAY(suite, target, folder)                                      \
  BOOST_AUTO_TEST_SUITE(suite)                                                       \
  const boost::unit_test::ut_detail::auto_test_unit_registrar inputs(                \
      Inputs(target, folder), boost::unit_test::decorator::collector_t::instance()); \
  BOOST_AUTO_TEST_SUITE_END()

SCIM2LDAP_REPLAY(Dn, fuzzDn, "dn")
SCIM2LDAP_REPLAY(Filter, fuzzFilter, "filter")
SCIM2LDAP_REPLAY(Http, fuzzHttp, "http")
SCIM2LDAP_REPLAY(Json, fuzzJson, "json")
SCIM2LDAP_REPLAY(Jwt, fuzzJwt, "jwt")
SCIM2LDAP_REPLAY(LdapFilter, fuzzLdapFilter, "ldap-filter")
SCIM2LDAP_REPLAY(MappingFile, fuzzMappingFile, "mapping-file")
SCIM2LDAP_REPLAY(Patch, fuzzPatch, "patch")
SCIM2LDAP_REPLAY(Path, fuzzPath, "path")
