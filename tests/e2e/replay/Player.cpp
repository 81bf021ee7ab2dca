#include "tests/e2e/replay/Player.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "ldap/Directory.h"
#include "ldap/Error.h"
#include "scim/Schema.h"
#include "tests/e2e/replay/JsonMatch.h"

namespace scim2ldap::test {
namespace {

using scim::Json;

/// How long to wait for what is expected to come by itself. Only a run that fails takes so long.
constexpr std::chrono::seconds kEventually{60};

ldap::DirectorySettings settingsAs(const TemporarySlapd& slapd, const std::string& dn,
                                   const std::string& password) {
  ldap::DirectorySettings settings = slapd.settings();
  settings.bindDn = dn;
  settings.bindPassword = password;
  return settings;
}

std::string text(const Variables& variables, const Json& json) {
  return variables.substitute(json.asString());
}

/// The values of an LDAP attribute: a string, a list of strings, or null for none.
std::vector<std::string> valuesOf(const Json& json) {
  std::vector<std::string> values;
  if (json.isString()) values.push_back(json.asString());
  if (json.isArray())
    for (const Json& each : json.asArray()) values.push_back(each.asString());
  std::ranges::sort(values);
  return values;
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : " | ") + value;
  return values.empty() ? "nothing" : text;
}

}  // namespace

std::vector<std::string> Player::play(const Recording& recording) const {
  Variables variables;
  variables.set("base", service_.baseUrl);
  variables.set("suffix", slapd_.base());
  variables.set("token", service_.token);
  for (const RecordedStep& step : recording.steps)
    for (std::int64_t n = 1; n <= step.repeat; ++n) {
      variables.set("n", std::to_string(n));
      Faults faults;
      try {
        playStep(step, variables, faults);
      } catch (const std::exception& error) {
        faults.emplace_back(error.what());
      }
      for (std::string& fault : faults) fault.insert(0, "\"" + step.name + "\": ");
      if (!faults.empty()) return faults;
    }
  return {};
}

void Player::playStep(const RecordedStep& step, Variables& variables, Faults& faults) const {
  if (step.setsPassword) {
    ldap::Directory admin(settingsAs(slapd_, slapd_.adminDn(), slapd_.adminPassword()));
    const ldap::WriteResult result =
        admin.setPassword(ldap::Dn::parse(text(variables, step.dn)), text(variables, step.password));
    if (!result.ok()) faults.push_back("setPassword: " + std::string(ldap::toString(result.code)));
  }
  if (step.addsEntry) {
    ldap::Entry entry{ldap::Dn::parse(text(variables, step.dn))};
    for (const Json::Member& member : step.attributes.asObject())
      entry.attributes[member.name] = valuesOf(variables.substituteAll(member.value));
    ldap::Directory admin(settingsAs(slapd_, slapd_.adminDn(), slapd_.adminPassword()));
    const ldap::WriteResult result = admin.add(entry);
    if (!result.ok()) faults.push_back("addEntry: " + std::string(ldap::toString(result.code)));
  }
  if (step.command) playCommand(step, variables, faults);
  if (step.isRequest) playRequest(step, variables, faults);
  for (const DirectoryExpectation& expected : step.directory) checkDirectory(expected, variables, faults);
  for (const BindExpectation& expected : step.binds) checkBind(expected, variables, faults);
}

void Player::playCommand(const RecordedStep& step, Variables& variables, Faults& faults) const {
  const std::string command = text(variables, *step.command);
  std::string printed;
  bool failed = false;
  try {
    printed = connector_.command(command);
  } catch (const std::runtime_error& error) {
    printed = error.what();
    failed = true;
  }
  const std::size_t before = faults.size();
  if (failed != step.fails) faults.emplace_back(failed ? "the command fails" : "the command should fail");
  for (const Json& each : step.output) {
    const std::string expected = text(variables, each);
    if (printed.find(expected) == std::string::npos) faults.push_back("the output should hold " + expected);
  }
  if (faults.size() == before) checkBody(step, printed, variables, faults);
  while (printed.ends_with('\n')) printed.pop_back();
  if (!step.saveOutput.empty()) variables.set(step.saveOutput, printed);
  if (faults.size() != before) faults.push_back("scim2ldap " + command + "\n  printed " + printed);
}

void Player::playRequest(const RecordedStep& step, Variables& variables, Faults& faults) const {
  std::vector<std::pair<std::string, std::string>> headers = {{"Authorization", "Bearer " + service_.token}};
  const bool hasBody = !step.body.isNull() || !step.rawBody.empty();
  if (hasBody) headers.emplace_back("Content-Type", "application/scim+json; charset=utf-8");
  for (const Json::Member& header : step.headers.asObject()) {
    std::erase_if(headers, [&](const auto& each) { return scim::sameName(each.first, header.name); });
    if (header.value.isString()) headers.emplace_back(header.name, text(variables, header.value));
  }
  std::string body = variables.substitute(step.rawBody);
  if (!step.body.isNull()) body = printJson(variables.substituteAll(step.body));

  const std::string target = variables.substitute(step.target);
  const HttpAnswer answer = sendHttp(step.method, service_.baseUrl + target, headers, body);
  const std::size_t before = faults.size();
  checkAnswer(step, answer, variables, faults);
  if (faults.size() == before) return;
  constexpr std::size_t kShown = 2000;
  faults.push_back(step.method + " " + target + " " + body.substr(0, kShown) + "\n  was answered with " +
                   std::to_string(answer.status) + " " + answer.body.substr(0, kShown));
}

void Player::checkAnswer(const RecordedStep& step, const HttpAnswer& answer, Variables& variables,
                         Faults& faults) const {
  if (answer.status != step.status) {
    faults.push_back("status should be " + std::to_string(step.status));
    return;
  }
  if (step.empty && !answer.body.empty()) faults.emplace_back("the body should be empty");
  checkBody(step, answer.body, variables, faults);
  for (const Json::Member& header : step.expectedHeaders.asObject()) {
    const std::string actual = answer.header(header.name);
    const std::string expected = text(variables, header.value);
    if (expected == "*" ? actual.empty() : actual != expected)
      faults.push_back("header " + header.name + " should be " + expected + " and is " + actual);
  }
}

void Player::checkBody(const RecordedStep& step, const std::string& content, Variables& variables,
                       Faults& faults) const {
  const bool wantsBody =
      step.expectedBody || step.equals || !step.absent.empty() || !step.save.asObject().empty();
  const Json body = wantsBody ? scim::parseJson(content) : Json();

  // Saved before the rest is compared, so that an expectation can name the id that was just given.
  for (const Json::Member& member : step.save.asObject()) {
    const Json* value = valueAt(body, member.value.asString());
    if (value == nullptr) {
      faults.push_back(member.value.asString() + " is absent");
      return;
    }
    variables.set(member.name, *value);
  }
  for (const Json::Member& member : step.collect.asObject())
    variables.append(member.name, variables.substituteAll(member.value));

  if (step.expectedBody) {
    const std::string difference = mismatch(variables.substituteAll(*step.expectedBody), body);
    if (!difference.empty()) faults.push_back(difference);
  }
  if (step.equals && variables.substituteAll(*step.equals) != body)
    faults.emplace_back("the body is another");
  for (const std::string& path : step.absent)
    if (valueAt(body, path) != nullptr) faults.push_back(path + " should be absent");
}

void Player::checkDirectory(const DirectoryExpectation& expected, const Variables& variables,
                            Faults& faults) const {
  const auto deadline = std::chrono::steady_clock::now() + kEventually;
  Faults found = directoryFaults(expected, variables);
  while (expected.eventually && !found.empty() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    found = directoryFaults(expected, variables);
  }
  faults.insert(faults.end(), found.begin(), found.end());
}

Player::Faults Player::directoryFaults(const DirectoryExpectation& expected,
                                       const Variables& variables) const {
  Faults faults;
  const std::string filter = text(variables, expected.filter);
  ldap::SearchRequest request;
  request.base = ldap::Dn::parse(text(variables, expected.base));
  request.filter = ldap::parseFilter(filter);
  request.attributes = {"*", "+"};
  ldap::Directory admin(settingsAs(slapd_, slapd_.adminDn(), slapd_.adminPassword()));
  const std::vector<ldap::Entry> found = admin.search(request);
  if (found.size() != (expected.none ? 0U : 1U)) {
    faults.push_back(std::to_string(found.size()) + " entries are found by " + filter);
    return faults;
  }
  for (const Json::Member& member : expected.attributes.asObject()) {
    const std::vector<std::string> wanted = valuesOf(variables.substituteAll(member.value));
    std::vector<std::string> values = found.front().values(member.name);
    std::ranges::sort(values);
    if (values != wanted)
      faults.push_back("the entry's " + member.name + " should be " + joined(wanted) + " and is " +
                       joined(values));
  }
  return faults;
}

void Player::checkBind(const BindExpectation& expected, const Variables& variables, Faults& faults) const {
  const std::string dn = text(variables, expected.dn);
  std::string result = "success";
  try {
    ldap::Directory user(settingsAs(slapd_, dn, text(variables, expected.password)));
    static_cast<void>(user.whoAmI());
  } catch (const ldap::Error& error) {
    result = ldap::toString(error.code());
  }
  if (result != expected.result)
    faults.push_back("a bind as " + dn + " should end with " + expected.result + " and ends with " + result);
}

}  // namespace scim2ldap::test
