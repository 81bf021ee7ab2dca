#include <Poco/Exception.h>
#include <Poco/JSON/Handler.h>
#include <Poco/JSON/JSONException.h>
#include <Poco/JSON/Parser.h>

#include <array>
#include <charconv>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "scim/CaseFolding.h"
#include "scim/Error.h"
#include "scim/Json.h"
#include "scim/Schema.h"

namespace scim2ldap::scim {
namespace {

/// What this parser refuses beyond the syntax.
[[noreturn]] void fail(const std::string& what) {
  throw std::invalid_argument(what);
}

constexpr std::size_t kMostTold = 300;       ///< octets of a fault, which quotes the document
constexpr std::size_t kFewValues = 10'000;   ///< that any document may hold
constexpr std::size_t kOctetsPerValue = 12;  ///< of further ones, on an average; a member of a group has 24

/// Builds a Json from the parser's events. The events are used rather than POCO's own tree because that one
/// turns 2^64 into 0, keeps the last of two equal names and reads "true" as a boolean.
class Builder : public Poco::JSON::Handler {
 public:
  explicit Builder(std::size_t mostValues) : mostValues_(mostValues) {}
  [[nodiscard]] Json take() { return std::move(result_); }

  void reset() override {
    frames_.clear();
    values_ = 0;
    result_ = Json();
  }
  void startObject() override { open(Json::object()); }
  void endObject() override { close(); }
  void startArray() override { open(Json::array()); }
  void endArray() override { close(); }
  void key(const std::string& name) override {
    Frame& frame = frames_.back();
    const bool isNew = addName(frame, name);
    frame.key = name;
    if (!isNew) fail("\"" + path() + "\" stands there twice");
  }
  void null() override { put(Json()); }
  void value(int v) override { put(Json(v)); }
  void value(unsigned v) override { put(Json(std::int64_t{v})); }
#if defined(POCO_HAVE_INT64)
  void value(Poco::Int64 v) override {
    // Negative integers come here by way of a double: from 2^53 on they may have been rounded.
    if (v <= -kExactInDouble) failNumber("an integer below -2^53");
    put(Json(std::int64_t{v}));
  }
  // The parser comes here only with what does not fit into 63 bits, and by then 2^64 has wrapped around.
  void value(Poco::UInt64) override {
    failNumber("an integer outside of 64 bits");
  }
#endif
  void value(const std::string& v) override {
    put(Json(v));
  }
  void value(double v) override {
    if (!std::isfinite(v)) failNumber("a number out of range");
    put(Json(v));
  }
  void value(bool v) override {
    put(Json(v));
  }

 private:
  struct Frame {
    Json json;
    std::string key{};
    std::unordered_set<std::string> names{};  ///< in lower case; filled from kFewNames on
  };
  static constexpr std::size_t kFewNames = 16;
  static constexpr std::int64_t kExactInDouble = std::int64_t{1} << 53;

  /// \returns whether the name is new in this object
  static bool addName(Frame& frame, const std::string& name) {
    const Json::Object& members = frame.json.asObject();
    if (members.size() < kFewNames) return frame.json.find(name) == nullptr;
    if (frame.names.empty()) {
      for (const Json::Member& member : members) frame.names.insert(lowerAscii(member.name));
    }
    return frame.names.insert(lowerAscii(name)).second;
  }

  /// The names that lead to where the parser is.
  [[nodiscard]] std::string path() const {
    std::string path;
    for (const Frame& frame : frames_) {
      if (!frame.key.empty()) path += (path.empty() ? "" : ".") + frame.key;
    }
    return path;
  }
  [[noreturn]] void failNumber(const std::string& what) const {
    const std::string at = path();
    fail(at.empty() ? what : "\"" + at + "\": " + what);
  }

  void open(Json json) {
    if (frames_.size() == kMaxJsonDepth) fail("nested deeper than " + std::to_string(kMaxJsonDepth));
    frames_.push_back({std::move(json)});
  }
  void close() {
    Json json = std::move(frames_.back().json);
    frames_.pop_back();
    put(std::move(json));
  }
  void put(Json json) {
    if (++values_ > mostValues_) fail("more than " + std::to_string(mostValues_) + " values");
    if (frames_.empty()) {
      result_ = std::move(json);
    } else if (Frame& frame = frames_.back(); frame.json.isObject()) {
      frame.json.asObject().push_back({std::move(frame.key), std::move(json)});
    } else {
      frame.json.asArray().push_back(std::move(json));
    }
  }

  const std::size_t mostValues_;
  std::size_t values_ = 0;
  std::vector<Frame> frames_;
  Json result_;
};

/// Whether an octet stands for itself in a string, whatever comes behind it.
bool isPlain(char c) {
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/// How many octets at the beginning stand for themselves.
std::size_t plainPart(std::string_view text) {
  constexpr std::size_t kBlock = 16;  // looked at together
  std::size_t end = 0;
  for (bool arePlain = true; arePlain && end + kBlock <= text.size();) {
    for (std::size_t i = 0; i < kBlock; ++i) arePlain &= isPlain(text[end + i]);
    if (arePlain) end += kBlock;
  }
  while (end < text.size() && isPlain(text[end])) ++end;
  return end;
}

void printDouble(double number, std::string& out) {
  if (!std::isfinite(number)) {  // JSON has no such numbers
    out += "null";
    return;
  }
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  out += digits;
  // Without a fraction or an exponent it would come back as an integer.
  if (digits.find_first_of(".e") == std::string_view::npos) out += ".0";
}

void print(const Json& json, std::string& out) {
  if (json.isNull()) {
    out += "null";
  } else if (json.isBool()) {
    out += json.asBool() ? "true" : "false";
  } else if (json.isInteger()) {
    out += std::to_string(json.asInteger());
  } else if (json.isNumber()) {
    printDouble(json.asDouble(), out);
  } else if (json.isString()) {
    appendJsonString(json.asString(), out);
  } else if (const PrintedJson* printed = json.printed()) {
    // With room for what stands behind it, for which it would be moved once more.
    constexpr std::size_t kBehind = 1000;
    out.reserve(out.size() + printed->text.size() + kBehind);
    out += printed->text;
  } else if (json.isArray()) {
    out += '[';
    for (bool first = true; const Json& element : json.asArray()) {
      if (!std::exchange(first, false)) out += ',';
      print(element, out);
    }
    out += ']';
  } else {
    out += '{';
    for (bool first = true; const Json::Member& member : json.asObject()) {
      if (!std::exchange(first, false)) out += ',';
      appendJsonString(member.name, out);
      out += ':';
      print(member.value, out);
    }
    out += '}';
  }
}

/// \param octets    of the document: a value takes up to 50 times the room of the shortest text of one, so
///                  that a document is not to hold more of them than one that means something
/// \param document  a string, or a stream that tells how far the parser came
template <typename Document>
Json parse(Document&& document, std::size_t octets) {
  Poco::SharedPtr<Builder> builder = new Builder(kFewValues + octets / kOctetsPerValue);
  Poco::JSON::Parser parser(builder);
  parser.setDepth(kMaxJsonDepth + 1);  // one more, so that the builder names the limit
  parser.parse(document);
  return builder->take();
}

/// What is wrong with a text that was refused, and near which byte. POCO's parser does not tell where it is.
std::string faultOf(const std::string& text) {
  if (text.empty()) return "it is empty";
  std::istringstream stream(text);
  std::string what = "syntax error";
  try {
    static_cast<void>(parse(stream, text.size()));
  } catch (const Poco::Exception& e) {
    what = e.message();
  } catch (const std::invalid_argument& e) {
    what = e.what();
  }
  stream.clear();
  const auto offset = static_cast<std::size_t>(stream.tellg());
  // The parser quotes bytes as they are, and the end of the text as one that is none.
  if (!isUtf8(what)) what = offset == text.size() ? "unexpected end of text" : "unexpected byte";
  if (what.size() > kMostTold) {
    what.resize(kMostTold);
    while (!isUtf8(what)) what.pop_back();
    what += "...";
  }
  return what + ", near byte " + std::to_string(offset);
}

}  // namespace

Json parseJson(std::string_view text) {
  try {
    return parse(std::string(text), text.size());
  } catch (const std::exception&) {
    throw Error(400, ScimType::InvalidSyntax,
                "the body is not acceptable JSON: " + faultOf(std::string(text)));
  }
}

void appendJsonString(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t run = plainPart(text.substr(i));
    out.append(text, i, run);
    i += run;
    if (i == text.size()) break;
    const char c = text[i];
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        // RFC 8259 §7 wants it of C0 alone; DEL and C1 (U+0080 to U+009F) move terminals as well.
        auto byte = static_cast<unsigned char>(c);
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
        const bool isC1 = byte == 0xc2 && next >= 0x80 && next <= 0x9f;
        if (isC1) {
          byte = next;
          ++i;
        }
        if (byte < 0x20 || byte == 0x7f || isC1) {
          out += "\\u00";
          out += kHex[byte >> 4];
          out += kHex[byte & 0xf];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

std::string printJson(const Json& json) {
  std::string out;
  print(json, out);
  return out;
}

}  // namespace scim2ldap::scim
