#pragma once

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace scim2ldap::test {

/// Makes one test case of each recording in a folder, named like its file.
class RecordedCases : public boost::unit_test::test_unit_generator {
 public:
  using Play = std::function<void(const std::filesystem::path& file)>;

  /// \param folder  below tests/
  RecordedCases(const std::string& folder, Play play);

  [[nodiscard]] boost::unit_test::test_unit* next() const override;

 private:
  Play play_;
  mutable std::vector<std::filesystem::path> files_;  ///< taken from the back
};

}  // namespace scim2ldap::test

// A suite with the recordings of a folder; further cases may be written in a suite of the same name.
#define RECORDED_CASES(suite, folder, play)                                                                \
  BOOST_AUTO_TEST_SUITE(suite)                                                                             \
  const boost::unit_test::ut_detail::auto_test_unit_registrar recordings(                                  \
      scim2ldap::test::RecordedCases(folder, play), boost::unit_test::decorator::collector_t::instance()); \
  BOOST_AUTO_TEST_SUITE_END()
