#include "tests/e2e/replay/RecordedCases.h"

#include <algorithm>
#include <utility>

#include "tests/support/Folders.h"

namespace scim2ldap::test {

RecordedCases::RecordedCases(const std::string& folder, Play play) : play_(std::move(play)) {
  for (const auto& each : std::filesystem::directory_iterator(SCIM2LDAP_SOURCE_DIR "/tests/" + folder))
    if (each.path().extension() == ".json") files_.push_back(each.path());
  std::ranges::sort(files_, std::greater<>());
}

boost::unit_test::test_unit* RecordedCases::next() const {
  if (files_.empty()) return nullptr;
  const std::filesystem::path file = files_.back();
  files_.pop_back();
  return boost::unit_test::make_test_case([file, play = play_] { play(file); }, file.stem().string(),
                                          __FILE__, __LINE__);
}

}  // namespace scim2ldap::test
