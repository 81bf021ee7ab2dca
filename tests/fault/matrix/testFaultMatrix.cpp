// Whatever a request was about when the process was killed: afterwards it is there wholly or not at all, and
// once its client has asked again it is there.

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <random>
#include <regex>
#include <thread>

#include "tests/fault/matrix/FaultMatrix.h"

using namespace scim2ldap::test;

namespace {

constexpr unsigned kThreads = 4;  ///< most of the time is spent waiting

std::string setting(const char* name, const std::string& otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : text;
}

/// All chapters, several at a time. \returns the rows in the order of the chapters
std::vector<MatrixRow> play(const std::vector<FaultChapter>& chapters, const MatrixExtent& extent,
                            unsigned threads) {
  std::vector<std::vector<MatrixRow>> parts(chapters.size());
  std::atomic<std::size_t> next{0};
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < threads; ++i) {
      workers.emplace_back([&] {
        for (std::size_t at = next++; at < chapters.size(); at = next++) {
          try {
            parts[at] = playChapter(chapters[at], extent);
          } catch (const std::exception& error) {
            MatrixRow failed;
            failed.scenario = chapters[at].world.name;
            failed.faults.push_back(failed.scenario + ": " + error.what());
            parts[at].push_back(failed);
          }
        }
      });
    }
  }
  std::vector<MatrixRow> rows;
  for (std::vector<MatrixRow>& part : parts) std::move(part.begin(), part.end(), std::back_inserter(rows));
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(FaultMatrix)

BOOST_AUTO_TEST_CASE(a_request_that_is_cut_short_is_there_wholly_or_not_at_all) {
  const bool isWhole = !setting("SCIM2LDAP_FAULT_WHOLE", "").empty();
  MatrixExtent extent;
  extent.seed = static_cast<unsigned>(std::stoul(setting("SCIM2LDAP_FAULT_SEED", "0")));
  if (extent.seed == 0) extent.seed = std::random_device()();
  if (!isWhole) {
    extent.share = 0.12;
    extent.shareOfSecond = 0.1;
  }
  BOOST_TEST_MESSAGE("SCIM2LDAP_FAULT_SEED=" << extent.seed);

  std::vector<FaultChapter> chapters = faultChapters();
  const std::regex wanted(setting("SCIM2LDAP_FAULT_REQUESTS", ""));
  for (FaultChapter& chapter : chapters) {
    std::erase_if(chapter.scenarios,
                  [&](const FaultScenario& each) { return !std::regex_search(each.name, wanted); });
  }
  std::erase_if(chapters, [](const FaultChapter& each) { return each.scenarios.empty(); });

  const std::vector<MatrixRow> rows = play(chapters, extent, kThreads);
  BOOST_TEST(!rows.empty());
  const std::string table = tableOf(rows);
  BOOST_TEST_MESSAGE(table);
  if (const std::string file = setting("SCIM2LDAP_FAULT_TABLE", ""); !file.empty())
    std::ofstream(file) << "# The fault matrix\n\n" << table;
  for (const MatrixRow& row : rows) {
    for (const std::string& fault : row.faults) BOOST_ERROR(fault);
  }
}

BOOST_AUTO_TEST_SUITE_END()
