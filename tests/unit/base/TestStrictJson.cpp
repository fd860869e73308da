#include <core/base/StrictJson.h>
#include <core/base/Time.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::ErrorCode;
using satchel::JsonDialect;
using satchel::JsonObjectReader;
using satchel::JsonValue;
using satchel::parseJson;

Q_DECLARE_METATYPE(satchel::JsonDialect)

namespace {

QByteArray nested(int depth)
{
    return QByteArray(depth, '[') + QByteArray(depth, ']');
}

QByteArray objectWithFields(int count)
{
    QByteArray text{"{"};
    for (int i = 0; i < count; ++i) {
        text += (i == 0 ? "\"f" : ",\"f") + QByteArray::number(i) + "\":0";
    }
    return text + "}";
}

// What both dialects refuse.
void addRowsForBoth(JsonDialect dialect, const char* prefix)
{
    const auto row = [&](const char* name, const QByteArray& text, ErrorCode code = ErrorCode::Malformed) {
        QTest::newRow(qPrintable(QStringLiteral("%1: %2").arg(QLatin1StringView{prefix}, QLatin1StringView{name})))
            << text << dialect << code;
    };
    row("empty", "");
    row("white space only", " \n");
    row("byte order mark", "\xEF\xBB\xBF{}");
    row("cut off in an object", R"({"a":1)");
    row("cut off in a text", R"({"a":"b)");
    row("bytes that are not UTF-8", "{\"a\":\"\xFF\"}");
    row("overlong UTF-8", "{\"a\":\"\xC0\xAF\"}");
    row("surrogate in UTF-8", "{\"a\":\"\xED\xA0\x80\"}");
    row("lone high surrogate", R"({"a":"\ud800"})");
    row("lone low surrogate", R"({"a":"\udc00"})");
    row("high surrogate before a letter", R"({"a":"\ud800x"})");
    row("raw line feed in a text", "{\"a\":\"b\nc\"}");
    row("raw NUL in a text", QByteArray("{\"a\":\"b\0c\"}", 11));
    row("single quotes", "{'a':1}");
    row("comment", "{/* a */}");
    row("comma at the end of an object", R"({"a":1,})");
    row("comma at the end of an array", "[1,]");
    row("no comma", "[1 2]");
    row("no quotes around a name", "{a:1}");
    row("leading zero", "[01]");
    row("leading plus", "[+1]");
    row("hexadecimal", "[0x10]");
    row("NaN", "[NaN]");
    row("infinite number", "[1e999]");
    row("same name twice", R"({"a":1,"a":1})", ErrorCode::DuplicateField);
    row("same name twice once unescaped", R"({"a":1,"\u0061":2})", ErrorCode::DuplicateField);
    row("same name twice deep inside", R"({"x":[{"a":1,"b":2,"a":3}]})", ErrorCode::DuplicateField);
    row("second value", "{}{}", ErrorCode::TrailingData);
    row("letter after the value", "{} x", ErrorCode::TrailingData);
    row("bracket after the value", "{}]", ErrorCode::TrailingData);
    row("NUL after the value", QByteArray("{}\0", 3), ErrorCode::TrailingData);
    row("text behind a NUL", QByteArray("{}\0{\"a\":1}", 10), ErrorCode::TrailingData);
}

} // namespace

class TestStrictJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatStoodInTheText();
    void takesTheLargestOfEverything_data();
    void takesTheLargestOfEverything();
    void refusesTheRest_data();
    void refusesTheRest();
    void lenientTakesWhatOthersWrite_data();
    void lenientTakesWhatOthersWrite();
    void readerReadsEveryKind();
    void readerRefusesAFieldNobodyAskedFor();
    void readerRefusesWrongFields_data();
    void readerRefusesWrongFields();
    void readerKeepsTheFirstFailure();
    void readerRefusesWhatIsNoObject();
    void readerParsesMembers();
};

void TestStrictJson::keepsWhatStoodInTheText()
{
    const auto value = parseJson(R"( {"b":"\u00e9\ud83d\ude00","a":[true,false,0,9007199254740991,{}]} )");
    QVERIFY(value.has_value());
    QVERIFY(value->object());
    QCOMPARE(value->object()->at(0).first, QStringLiteral("b"));
    QCOMPARE(*value->find(u"b")->string(), QStringLiteral(u"\u00e9\U0001F600"));
    const auto& array = *value->find(u"a")->array();
    QCOMPARE(array.size(), std::size_t{5});
    QCOMPARE(*array[0].boolean(), true);
    QCOMPARE(*array[1].boolean(), false);
    QCOMPARE(*array[2].integer(), std::int64_t{0});
    QCOMPARE(*array[3].integer(), (std::int64_t{1} << 53) - 1);
    QVERIFY(array[4].object() && array[4].object()->empty());
    QVERIFY(!value->find(u"c"));
    QVERIFY(!array[0].find(u"a"));
}

void TestStrictJson::takesTheLargestOfEverything_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<JsonDialect>("dialect");

    QTest::newRow("strict: depth 8") << nested(8) << JsonDialect::Strict;
    QTest::newRow("strict: 64 fields") << objectWithFields(64) << JsonDialect::Strict;
    QTest::newRow("strict: 262,144 values") << '[' + QByteArray("1,").repeated(262'142) + "1]" << JsonDialect::Strict;
    QTest::newRow("lenient: depth 32") << nested(32) << JsonDialect::Lenient;
    QTest::newRow("lenient: 1024 fields") << objectWithFields(1024) << JsonDialect::Lenient;
}

void TestStrictJson::takesTheLargestOfEverything()
{
    QFETCH(QByteArray, text);
    QFETCH(JsonDialect, dialect);
    QVERIFY(parseJson(text, dialect).has_value());
}

void TestStrictJson::refusesTheRest_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<JsonDialect>("dialect");
    QTest::addColumn<ErrorCode>("code");

    addRowsForBoth(JsonDialect::Strict, "strict");
    addRowsForBoth(JsonDialect::Lenient, "lenient");
    const auto strict = [](const char* name, const QByteArray& text) {
        QTest::newRow(name) << text << JsonDialect::Strict << ErrorCode::Malformed;
    };
    strict("null", R"({"a":null})");
    strict("fraction", "[1.5]");
    strict("fraction of nothing", "[1.0]");
    strict("exponent", "[1e3]");
    strict("negative", "[-1]");
    strict("minus zero", "[-0]");
    strict("2^53", "[9007199254740992]");
    strict("beyond 64 bits", "[18446744073709551616]");
    strict("escaped line feed", R"({"a":"b\nc"})");
    strict("escaped NUL", R"({"a":"b\u0000"})");
    strict("escaped control in a name", R"({"a\u0001":1})");
    strict("escaped delete", R"({"a":"\u007f"})");
    strict("escaped next line (C1)", R"({"a":"\u0085"})");
    strict("raw delete", "[\"\x7F\"]");
    strict("depth 9", nested(9));
    strict("a very deep text", nested(100'000));
    strict("65 fields", objectWithFields(65));
    const auto numbers = [](qsizetype count) { return '[' + QByteArray("1,").repeated(count - 2) + "1]"; };
    QTest::newRow("lenient: 262,145 values") << numbers(262'145) << JsonDialect::Lenient << ErrorCode::TooLarge;
    QTest::newRow("strict: 262,145 values") << numbers(262'145) << JsonDialect::Strict << ErrorCode::TooLarge;
    QTest::newRow("lenient: depth 33") << nested(33) << JsonDialect::Lenient << ErrorCode::Malformed;
    QTest::newRow("lenient: 1025 fields") << objectWithFields(1025) << JsonDialect::Lenient << ErrorCode::Malformed;
    QTest::newRow("lenient: 2^53") << QByteArray("[9007199254740992]") << JsonDialect::Lenient << ErrorCode::Malformed;
    QTest::newRow("lenient: -2^53") << QByteArray("[-9007199254740992]") << JsonDialect::Lenient
                                    << ErrorCode::Malformed;
}

void TestStrictJson::refusesTheRest()
{
    QFETCH(QByteArray, text);
    QFETCH(JsonDialect, dialect);
    QFETCH(ErrorCode, code);

    const auto value = parseJson(text, dialect);
    QVERIFY(!value.has_value());
    QCOMPARE(value.error().code, code);
    QVERIFY(!value.error().message.isEmpty());
}

void TestStrictJson::lenientTakesWhatOthersWrite_data()
{
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("null") << QByteArray("[null]");
    QTest::newRow("fraction") << QByteArray("[1.5]");
    QTest::newRow("exponent") << QByteArray("[1e3]");
    QTest::newRow("negative") << QByteArray("[-1]");
    QTest::newRow("escaped controls") << QByteArray(R"(["a\n\u0000"])");
}

void TestStrictJson::lenientTakesWhatOthersWrite()
{
    QFETCH(QByteArray, text);
    const auto value = parseJson(text, JsonDialect::Lenient);
    QVERIFY(value.has_value());
    QCOMPARE(value->array()->size(), std::size_t{1});
}

void TestStrictJson::readerReadsEveryKind()
{
    const auto value = parseJson(R"({"text":"t","number":7,"truth":true,"list":[1,2],"inner":{"a":1}})");
    QVERIFY(value.has_value());
    JsonObjectReader reader{*value, QStringLiteral("sample")};
    QCOMPARE(reader.string(QLatin1StringView{"text"}), QStringLiteral("t"));
    QCOMPARE(reader.integer(QLatin1StringView{"number"}, 7, 7), std::int64_t{7});
    QCOMPARE(reader.boolean(QLatin1StringView{"truth"}), true);
    QCOMPARE(reader.array(QLatin1StringView{"list"}, 2).size(), std::size_t{2});
    QVERIFY(reader.value(QLatin1StringView{"inner"}).object());
    QVERIFY(!reader.optionalString(QLatin1StringView{"absent"}));
    QVERIFY(!reader.has(QLatin1StringView{"absent"}));
    QVERIFY(reader.finish().has_value());
}

void TestStrictJson::readerRefusesAFieldNobodyAskedFor()
{
    const auto value = parseJson(R"({"a":"t","b":1})");
    JsonObjectReader reader{*value, QStringLiteral("sample")};
    (void)reader.string(QLatin1StringView{"a"});
    const auto finished = reader.finish();
    QVERIFY(!finished.has_value());
    QCOMPARE(finished.error().code, ErrorCode::UnknownField);
    QVERIFY(finished.error().message.contains(QStringLiteral("\"b\"")));
}

void TestStrictJson::readerRefusesWrongFields_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("field");

    const QByteArray good = R"({"text":"t","number":7,"truth":true,"list":[1]})";
    const auto row = [&](const char* name, const char* from, const char* to, const char* field,
                         ErrorCode code = ErrorCode::Malformed) {
        QTest::newRow(name) << QByteArray{good}.replace(from, to) << code << QString::fromLatin1(field);
    };
    row("text missing", R"("text":"t",)", "", "text");
    row("text is a number", R"("t")", "1", "text");
    row("number is a text", "7", R"("7")", "number");
    row("number too small", "7", "4", "number");
    row("number too large", "7", "10", "number");
    row("truth is a number", "true", "1", "truth");
    row("list is an object", "[1]", "{}", "list");
    row("list too long", "[1]", "[1,2,3]", "list", ErrorCode::TooLarge);
}

void TestStrictJson::readerRefusesWrongFields()
{
    QFETCH(QByteArray, text);
    QFETCH(ErrorCode, code);
    QFETCH(QString, field);

    const auto value = parseJson(text);
    QVERIFY(value.has_value());
    JsonObjectReader reader{*value, QStringLiteral("sample")};
    (void)reader.string(QLatin1StringView{"text"});
    (void)reader.integer(QLatin1StringView{"number"}, 5, 9);
    (void)reader.boolean(QLatin1StringView{"truth"});
    (void)reader.array(QLatin1StringView{"list"}, 2);
    const auto finished = reader.finish();
    QVERIFY(!finished.has_value());
    QCOMPARE(finished.error().code, code);
    QVERIFY2(finished.error().message.contains(QStringLiteral("sample: field \"%1\"").arg(field)),
        qPrintable(finished.error().message));
}

void TestStrictJson::readerKeepsTheFirstFailure()
{
    const auto value = parseJson(R"({"a":1,"b":"t"})");
    JsonObjectReader reader{*value, QStringLiteral("sample")};
    QCOMPARE(reader.string(QLatin1StringView{"a"}), QString());
    QCOMPARE(reader.string(QLatin1StringView{"b"}), QString());
    QVERIFY(reader.finish().error().message.contains(QStringLiteral("\"a\"")));
}

void TestStrictJson::readerRefusesWhatIsNoObject()
{
    const auto value = parseJson("[1]");
    JsonObjectReader reader{*value, QStringLiteral("sample")};
    const auto finished = reader.finish();
    QVERIFY(!finished.has_value());
    QCOMPARE(finished.error().code, ErrorCode::Malformed);
}

void TestStrictJson::readerParsesMembers()
{
    const auto value = parseJson(R"({"at":"2026-11-22T09:00:00Z","bad":"yesterday"})");
    JsonObjectReader reader{*value, QStringLiteral("sample")};
    QCOMPARE(reader.parsed(QLatin1StringView{"at"}, &satchel::parseUtcText),
        QDateTime(QDate(2026, 11, 22), QTime(9, 0), Qt::UTC));
    QVERIFY(!reader.parsed(QLatin1StringView{"bad"}, &satchel::parseUtcText).isValid());
    const auto finished = reader.finish();
    QVERIFY(!finished.has_value());
    QVERIFY(finished.error().message.contains(QStringLiteral("\"bad\"")));
}

SATCHEL_TEST(TestStrictJson)
#include "TestStrictJson.moc"
