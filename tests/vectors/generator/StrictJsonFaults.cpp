#include "StrictJsonFaults.h"

#include "JsonText.h"

namespace satchel::vectors {

namespace {

QByteArray inUtf16(const QByteArray& json)
{
    QByteArray wide;
    for (const char c : json) {
        wide += QByteArray{1, c} + '\0';
    }
    return wide;
}

QByteArray escapedFirstLetter(const QByteArray& name)
{
    return "\\u00" + name.first(1).toHex() + name.sliced(1);
}

QByteArray objectOf65()
{
    QByteArray members = R"({"0":0)";
    for (int i = 1; i <= 64; ++i) {
        members += ",\"" + QByteArray::number(i) + "\":0";
    }
    return members + '}';
}

class JsonFaultList final {
public:
    explicit JsonFaultList(const JsonPlaces& places)
        : m_places{places}
        , m_text{'`' + places.text + '`'}
        , m_number{'`' + places.number + '`'}
    {
    }

    std::vector<StrictJsonFault> take()
    {
        addEncodings();
        addEnds();
        addNames();
        addTexts();
        addNumbers();
        addSyntax();
        return std::move(m_faults);
    }

private:
    using Change = std::function<void(QByteArray&)>;

    void add(const char* name, const Rule& rule, const QByteArray& scenario, const Change& change,
        ErrorCode code = ErrorCode::Malformed, const QByteArray& word = "-")
    {
        m_faults.push_back({name, code, rule, scenario, word, change});
    }

    // `content` between the quotation marks.
    [[nodiscard]] Change text(const QByteArray& content) const
    {
        return [path = m_places.text, content](
                   QByteArray& json) { json = jsontext::replaced(json, path, '"' + content + '"'); };
    }

    [[nodiscard]] Change before(const QByteArray& replacement) const
    {
        return [quoted = '"' + m_places.number + '"', replacement](
                   QByteArray& json) { json.replace(json.indexOf(quoted), quoted.size(), replacement); };
    }

    [[nodiscard]] Change member(const QByteArray& added) const
    {
        return [added](QByteArray& json) { json = jsontext::extended(json, {}, added); };
    }

    void addEncodings()
    {
        const auto& rule = rules::Utf8;
        add("byte-order-mark", rule, "a byte order mark before the text",
            [](QByteArray& json) { json.prepend("\xEF\xBB\xBF"); });
        add("in-utf-16", rule, "the text in UTF-16", [](QByteArray& json) { json = inUtf16(json); });
        add("in-latin-1", rule, "a byte above 7F that is no UTF-8 in " + m_text, text("M\xFCller"));
        add("overlong-utf-8", rule, "a letter of two bytes in " + m_text + " where one is due", text("\xC1\xA1"));
        add("surrogate-in-utf-8", rule, "a surrogate, written as UTF-8 bytes, in " + m_text, text("\xED\xA0\x80"));
        add("lone-high-surrogate", rule, "an escaped high surrogate alone in " + m_text, text(R"(\ud83d)"));
        add("lone-low-surrogate", rule, "an escaped low surrogate alone in " + m_text, text(R"(\ude00)"));
    }

    void addEnds()
    {
        const auto& rule = rules::OneObject;
        const auto trailing = ErrorCode::TrailingData;
        add("empty", rule, "it holds nothing", [](QByteArray& json) { json.clear(); });
        add(
            "in-a-list", m_places.type, "a list around the object", [](QByteArray& json) { json = '[' + json + ']'; },
            ErrorCode::NotRecognised);
        add("cut-short", rule, "the last brace is missing", [](QByteArray& json) { json.chop(1); });
        add("text-after-it", rule, "a letter behind the object", [](QByteArray& json) { json += 'x'; }, trailing);
        add(
            "second-object-after-it", rule, "an empty object behind the object", [](QByteArray& json) { json += "{}"; },
            trailing);
        add("nul-after-it", rule, "a zero byte behind the object", [](QByteArray& json) { json += '\0'; }, trailing);
    }

    void addNames()
    {
        const auto code = ErrorCode::DuplicateField;
        add("field-twice-by-an-escape", rules::NoNameTwice,
            m_number + " stands twice, once with its first letter escaped",
            member('"' + escapedFirstLetter(m_places.number) + "\":" + m_places.value), code, m_places.number);
        add("field-twice-with-two-values", rules::NoNameTwice,
            m_number + " stands twice, with " + m_places.value + " and 2", member('"' + m_places.number + "\":2"), code,
            m_places.number);
    }

    void addTexts()
    {
        const auto malformed = ErrorCode::Malformed;
        const auto& rule = rules::StrictValues;
        add("control-character", rule, "a tabulator, not escaped, in " + m_text, text("forge\t1"));
        add("escaped-control-character", rule, "an escaped U+0000 in " + m_text, text(R"(forge\u00001)"), malformed,
            "control");
        add("escaped-delete", rule, "an escaped U+007F in " + m_text, text(R"(forge\u007f1)"), malformed, "control");
        add(
            "nine-containers-deep", rule, m_text + " is a list nine containers deep",
            [path = m_places.text](QByteArray& json) { json = jsontext::replaced(json, path, "[[[[[[[[]]]]]]]]"); },
            malformed, "deep");
        add(
            "sixty-five-members", rules::FewMembers, m_text + " is an object with 65 members",
            [path = m_places.text](QByteArray& json) { json = jsontext::replaced(json, path, objectOf65()); },
            malformed, "more than 64");
    }

    void addNumbers()
    {
        const auto number = [this](const char* name, const char* scenario, const QByteArray& value) {
            add(name, rules::StrictValues, m_number + " is " + scenario,
                [path = m_places.number, value](QByteArray& json) { json = jsontext::replaced(json, path, value); });
        };
        number("fraction", "1.0", "1.0");
        number("exponent", "1e0", "1e0");
        number("number-2-to-the-53rd", "2^53", "9007199254740992");
        number("number-beyond-64-bits", "2^64 + 1", "18446744073709551617");
        number("negative-number", "-1", "-1");
        number("negative-zero", "-0", "-0");
        number("leading-zero", "01", "01");
        number("leading-plus", "+1", "+1");
        number("not-a-number", "NaN", "NaN");
    }

    void addSyntax()
    {
        const auto& rule = rules::OneObject;
        add("comma-after-the-last-member", rule, "a comma before the last brace",
            [](QByteArray& json) { json.insert(json.size() - 1, ','); });
        add("comment", rule, "a comment between two members", before("/* hello */\"" + m_places.number + '"'));
        add("single-quotes", rule, "single quotes around a name", before('\'' + m_places.number + '\''));
    }

    const JsonPlaces& m_places;
    const QByteArray m_text; // as scenarios name it
    const QByteArray m_number;
    std::vector<StrictJsonFault> m_faults;
};

} // namespace

std::vector<StrictJsonFault> strictJsonFaults(const JsonPlaces& places)
{
    return JsonFaultList{places}.take();
}

} // namespace satchel::vectors
