#pragma once

#include <string>
#include <vector>

namespace scim2ldap::test {

/// What a browser made of a page.
struct RenderedPage {
  std::string document;              ///< the DOM, as HTML, after the scripts ran
  std::vector<std::string> console;  ///< what was printed to the console: errors, refused loads, messages

  /// Whether the text stands in the document, in its HTML form.
  [[nodiscard]] bool shows(const std::string& text) const;
};

/// Opens the URL in a headless Chromium with a profile of its own and lets the page's clock run for some
/// seconds, which passes in no time.
/// \throws std::runtime_error  with what Chromium printed when it does not end well
[[nodiscard]] RenderedPage openInBrowser(const std::string& url);

}  // namespace scim2ldap::test
