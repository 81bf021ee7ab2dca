#include "tests/bench/Report.h"

#include <array>
#include <cstdio>

namespace scim2ldap::bench {
namespace {

constexpr double kKibibytes = 1024;

double ratioOf(const Line& line) {
  return line.floor.perSecond > 0 ? line.ours.perSecond / line.floor.perSecond : 0;
}

}  // namespace

Report::Report(std::ostream& stream, bool json, std::size_t users) : stream_(stream), json_(json) {
  if (json_) return;
  stream_ << users << " users in the directory\n\n"
          << "| operation | clients | ours/s | floor/s | ratio | wanted | p50 ms | p99 ms | floor p50 | "
             "floor p99 "
             "| RSS MiB |\n"
          << "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";
}

void Report::add(const Line& line) {
  std::array<char, 512> text{};
  const char* format =
      json_
          ? R"({"operation":"%s","clients":%zu,"ours":%.0f,"floor":%.0f,"ratio":%.2f,"wanted":%.2f,"p50":%.2f,)"
            R"("p99":%.2f,"floorP50":%.2f,"floorP99":%.2f,"residentMiB":%.0f})"
            "\n"
          : "| %s | %zu | %.0f | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.0f |\n";
  std::snprintf(text.data(), text.size(), format, line.operation.c_str(), line.clients, line.ours.perSecond,
                line.floor.perSecond, ratioOf(line), line.target, line.ours.p50, line.ours.p99,
                line.floor.p50, line.floor.p99, static_cast<double>(line.residentMemory) / kKibibytes);
  stream_ << text.data() << std::flush;
}

}  // namespace scim2ldap::bench
