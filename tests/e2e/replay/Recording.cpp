#include "tests/e2e/replay/Recording.h"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>

#include "scim/Error.h"
#include "tests/support/Program.h"

namespace scim2ldap::test {
namespace {

using scim::Json;

/// The members of an object of the file, by name; those that nobody asked for are a fault.
class Members {
 public:
  Members(const Json& object, std::string where, std::initializer_list<std::string_view> known)
      : object_(object), where_(std::move(where)) {
    if (!object.isObject()) throw std::runtime_error(where_ + " must be an object");
    for (const Json::Member& member : object.asObject())
      if (std::ranges::find(known, member.name) == known.end())
        throw std::runtime_error(where_ + ": unknown key " + member.name);
  }

  [[nodiscard]] const Json* find(std::string_view name) const { return object_.find(name); }
  [[nodiscard]] const Json& value(std::string_view name) const {
    const Json* found = find(name);
    if (found == nullptr) throw std::runtime_error(where_ + " lacks " + std::string(name));
    return *found;
  }
  [[nodiscard]] const std::string& text(std::string_view name) const {
    const Json& found = value(name);
    if (!found.isString()) throw std::runtime_error(where_ + ": " + std::string(name) + " must be a string");
    return found.asString();
  }
  [[nodiscard]] std::int64_t number(std::string_view name) const {
    const Json& found = value(name);
    if (!found.isInteger()) throw std::runtime_error(where_ + ": " + std::string(name) + " must be a number");
    return found.asInteger();
  }
  [[nodiscard]] bool flag(std::string_view name) const {
    const Json* found = find(name);
    if (found != nullptr && *found != Json(true))
      throw std::runtime_error(where_ + ": " + std::string(name) + " can only be true");
    return found != nullptr;
  }
  [[nodiscard]] Json objectOrEmpty(std::string_view name) const {
    const Json* found = find(name);
    return found == nullptr ? Json::object() : *found;
  }

 private:
  const Json& object_;
  std::string where_;
};

/// One element, or a list of them.
std::vector<Json> listOf(const Json* json) {
  if (json == nullptr) return {};
  return json->isArray() ? json->asArray() : std::vector<Json>{*json};
}

void readExpectations(RecordedStep& step, const Json& json, const std::string& where) {
  const Members expect(json, where,
                       {"status", "headers", "body", "equals", "empty", "absent", "save", "collect", "ldap",
                        "bind", "output", "saveOutput", "fails"});
  if (step.isRequest) step.status = expect.number("status");
  step.fails = expect.flag("fails");
  step.output = listOf(expect.find("output"));
  if (expect.find("saveOutput") != nullptr) step.saveOutput = expect.text("saveOutput");
  if (!step.command && (step.fails || !step.output.empty() || !step.saveOutput.empty()))
    throw std::runtime_error(where + ": there is no command");
  step.expectedHeaders = expect.objectOrEmpty("headers");
  if (const Json* body = expect.find("body")) step.expectedBody = *body;
  if (const Json* equals = expect.find("equals")) step.equals = *equals;
  step.empty = expect.flag("empty");
  for (const Json& path : listOf(expect.find("absent"))) step.absent.push_back(path.asString());
  step.save = expect.objectOrEmpty("save");
  step.collect = expect.objectOrEmpty("collect");
  for (const Json& each : listOf(expect.find("ldap"))) {
    const Members ldap(each, where + ".ldap", {"base", "filter", "attributes", "none", "eventually"});
    step.directory.push_back({ldap.value("base"), ldap.value("filter"), ldap.objectOrEmpty("attributes"),
                              ldap.flag("none"), ldap.flag("eventually")});
  }
  for (const Json& each : listOf(expect.find("bind"))) {
    const Members bind(each, where + ".bind", {"dn", "password", "result"});
    step.binds.push_back({bind.value("dn"), bind.value("password"), bind.text("result")});
  }
}

RecordedStep readStep(const Json& json, const std::string& where) {
  const Members members(json, where,
                        {"name", "repeat", "request", "setPassword", "addEntry", "command", "expect"});
  RecordedStep step;
  step.name = members.text("name");
  if (members.find("repeat") != nullptr) step.repeat = members.number("repeat");
  if (const Json* sent = members.find("request")) {
    const Members request(*sent, where + ".request", {"method", "target", "headers", "body", "rawBody"});
    step.isRequest = true;
    step.method = request.text("method");
    step.target = request.text("target");
    step.headers = request.objectOrEmpty("headers");
    if (const Json* body = request.find("body")) step.body = *body;
    if (request.find("rawBody") != nullptr) step.rawBody = request.text("rawBody");
  }
  if (const Json* secret = members.find("setPassword")) {
    const Members password(*secret, where + ".setPassword", {"dn", "password"});
    step.setsPassword = true;
    step.dn = password.value("dn");
    step.password = password.value("password");
  }
  if (const Json* added = members.find("addEntry")) {
    const Members entry(*added, where + ".addEntry", {"dn", "attributes"});
    step.addsEntry = true;
    step.dn = entry.value("dn");
    step.attributes = entry.objectOrEmpty("attributes");
  }
  if (members.find("command") != nullptr) step.command = members.text("command");
  if (const Json* expect = members.find("expect"); expect != nullptr || step.isRequest)
    readExpectations(step, members.value("expect"), where + ".expect");
  return step;
}

}  // namespace

Recording readRecording(const std::filesystem::path& file) {
  try {
    const Json json = scim::parseJson(readFile(file));
    const Members members(json, "the file",
                          {"name", "mapping", "dialect", "tables", "own", "endpoint", "changes", "steps"});
    Recording recording;
    recording.name = members.text("name");
    if (members.find("mapping") != nullptr) {
      recording.mapping = members.text("mapping");
      const std::filesystem::path beside = file.parent_path() / recording.mapping;
      if (exists(beside)) recording.mapping = beside.string();
    }
    if (members.find("dialect") != nullptr) recording.dialect = members.text("dialect");
    for (const Json& line : listOf(members.find("tables"))) recording.tables += line.asString() + "\n";
    recording.own = members.flag("own");
    if (members.find("endpoint") != nullptr) recording.endpoint = members.text("endpoint");
    const Json changes = members.objectOrEmpty("changes");
    for (const Json::Member& change : changes.asObject())
      recording.changes.emplace_back(change.name, change.value.asString());
    for (const Json& step : members.value("steps").asArray())
      recording.steps.push_back(readStep(step, "step " + std::to_string(recording.steps.size() + 1)));
    return recording;
  } catch (const std::exception& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

}  // namespace scim2ldap::test
