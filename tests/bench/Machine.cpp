#include "tests/bench/Machine.h"

#include <fcntl.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "tests/support/Folders.h"
#include "tests/support/Program.h"
#include "tests/support/TemporaryFolder.h"

namespace scim2ldap::bench {
namespace {

const std::string kUnknown = "unknown";

std::string firstLine(const std::string& text) {
  const std::string line = text.substr(0, text.find('\n'));
  return line.empty() ? kUnknown : line;
}

/// What a command prints, by the shell. \returns "" where it fails
std::string output(const std::string& command) {
  const test::TemporaryFolder folder;
  try {
    test::runProgram({"/bin/sh", "-c", command}, folder.path() / "output");
  } catch (const std::runtime_error&) {
    return "";
  }
  return test::readFile(folder.path() / "output");
}

/// The value of a line "name : value" of a file in /proc.
std::string valueIn(const std::string& file, const std::string& name) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t colon = line.find(':');
    if (!line.starts_with(name) || colon == std::string::npos) continue;
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    if (value != std::string::npos) return line.substr(value);
  }
  return kUnknown;
}

std::string memory() {
  constexpr double kKibibytesOfGibibyte = 1024.0 * 1024.0;
  std::istringstream total(valueIn("/proc/meminfo", "MemTotal"));
  double kibibytes = 0;
  if (!(total >> kibibytes)) return kUnknown;
  return std::to_string(std::lround(kibibytes / kKibibytesOfGibibyte)) + " GiB";
}

std::string kernel() {
  utsname names{};
  if (::uname(&names) != 0) return kUnknown;
  return std::string(names.sysname) + " " + names.release + " " + names.machine;
}

/// The file system of a folder, and whether there is a wheel below it.
std::string disk(const std::string& folder) {
  const std::string found = firstLine(output("df --output=fstype,source '" + folder + "' | tail -n 1"));
  std::istringstream words(found);
  std::string type;
  std::string device;
  if (!(words >> type >> device)) return kUnknown;
  const std::string rotational =
      firstLine(output("lsblk -nso ROTA '" + device + "' 2>/dev/null | tail -n 1 | tr -d ' '"));
  const std::string kind = rotational == "0" ? ", not rotating" : rotational == "1" ? ", rotating" : "";
  return type + " on " + device + kind;
}

/// The median time of a durable write of 4 KiB, in milliseconds.
double fdatasyncTime() {
  constexpr int kWrites = 201;
  constexpr std::size_t kBlock = 4'096;
  const test::TemporaryFolder folder;
  const int file = ::open((folder.path() / "block").c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  std::vector<double> times;
  const std::string block(kBlock, 'x');
  for (int write = 0; write < kWrites; ++write) {
    const auto begin = std::chrono::steady_clock::now();
    if (::pwrite(file, block.data(), block.size(), 0) != static_cast<ssize_t>(kBlock) ||
        ::fdatasync(file) != 0)
      throw std::runtime_error("the disk cannot be written");
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  ::close(file);
  std::nth_element(times.begin(), times.begin() + kWrites / 2, times.end());
  return times[kWrites / 2];
}

std::string commit() {
  const std::string git = "git -C '" SCIM2LDAP_SOURCE_DIR "' ";
  const std::string hash = firstLine(output(git + "rev-parse --short=12 HEAD"));
  const bool isChanged =
      !output(git + "status --porcelain --untracked-files=no -- . ':!tests/bench/RESULTS.md'").empty();
  return hash + (isChanged ? ", with changes" : "");
}

}  // namespace

void describeRun(std::ostream& stream, const Options& options) {
  const std::string folder = std::filesystem::temp_directory_path().string();
  std::ostringstream sync;
  sync.precision(2);
  sync << fdatasyncTime() << " ms";
  stream << "# Results of the benchmarks\n\n"
         << "Printed by `" << options.command << "`; [README.md](README.md) says how to read it.\n\n"
         << "| | |\n|---|---|\n"
         << "| date | " << firstLine(output("date -u +%Y-%m-%dT%H:%MZ")) << " |\n"
         << "| commit | " << commit() << " |\n"
         << "| processor | " << valueIn("/proc/cpuinfo", "model name") << " |\n"
         << "| cores | " << std::thread::hardware_concurrency()
         << ", shared by slapd, connector and clients |\n"
         << "| memory | " << memory() << " |\n"
         << "| disk | " << disk(folder) << " |\n"
         << "| fdatasync of 4 KiB, p50 | " << sync.str() << " |\n"
         << "| load at the beginning | " << firstLine(output("cut -d ' ' -f 1 /proc/loadavg")) << " |\n"
         << "| kernel | " << kernel() << " |\n"
         << "| slapd | "
         << firstLine(output("/usr/sbin/slapd -VV 2>&1 | sed -n 's/.*slapd \\([^ ]*\\).*/\\1/p'")) << " |\n"
         << "| compiler | g++ " << __VERSION__ << " |\n"
         << std::flush;
}

}  // namespace scim2ldap::bench
