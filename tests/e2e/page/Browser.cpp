#include "tests/e2e/page/Browser.h"

#include <sstream>

#include "tests/support/Program.h"
#include "tests/support/TemporaryFolder.h"

namespace scim2ldap::test {

bool RenderedPage::shows(const std::string& text) const {
  std::string html;
  for (const char c : text) {
    if (c == '&')
      html += "&amp;";
    else if (c == '<')
      html += "&lt;";
    else if (c == '>')
      html += "&gt;";
    else
      html += c;
  }
  return document.find(html) != std::string::npos;
}

RenderedPage openInBrowser(const std::string& url) {
  const TemporaryFolder folder;
  const std::string errors = (folder.path() / "errors").string();
  const std::filesystem::path output = folder.path() / "output";
  // The shell parts the DOM from the messages. Without a sandbox, because containers offer none.
  const std::string command =
      "exec timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage"
      " --no-first-run --disable-background-networking --disable-component-update --disable-sync"
      " --enable-logging=stderr --user-data-dir='" +
      (folder.path() / "profile").string() + "' --virtual-time-budget=4000 --dump-dom '" + url + "' 2>'" +
      errors + "'";
  try {
    runProgram({"/bin/sh", "-c", command}, output);
  } catch (const std::runtime_error&) {
    throw std::runtime_error("chromium failed at " + url + ": " + readFile(errors));
  }

  RenderedPage page{.document = readFile(output), .console = {}};
  std::istringstream lines(readFile(errors));
  for (std::string line; std::getline(lines, line);)
    if (line.find(":CONSOLE") != std::string::npos) page.console.push_back(line);
  return page;
}

}  // namespace scim2ldap::test
