#include "BringInPage.h"

#include <app/ErrorSentences.h>
#include <app/WarningWords.h>
#include <app/Wording.h>
#include <app/Words.h>
#include <app/widgets/PlainLabel.h>
#include <app/widgets/RowTable.h>
#include <app/widgets/SaveBar.h>
#include <core/exchange/report/ReportTables.h>

#include <QFileInfo>
#include <QHeaderView>
#include <QLocale>
#include <QTableView>

namespace satchel {

using Tone = OutcomeCard::Tone;

namespace {

constexpr int AfterTyping = 300; // ms
constexpr int LeastTableHeight = 160;

// Its file, and what else is known of it.
QString bundleName(const ImportedBundle& bundle)
{
    const QString name = QFileInfo{bundle.path}.fileName();
    return bundle.fromName.isEmpty()
        ? name
        : BringInPage::tr("%1, number %2 from %3").arg(name, QString::number(bundle.sequence), bundle.fromName);
}

QString lineOf(const ImportedBundle& bundle)
{
    const QString name = QFileInfo{bundle.path}.fileName();
    if (bundle.failure) {
        return BringInPage::tr("%1: %2").arg(name, explained(*bundle.failure));
    }
    if (bundle.verdict == u"already-imported") {
        return BringInPage::tr("%1: was brought in before").arg(name);
    }
    QStringList facts{BringInPage::tr("%1 from %2: %n new item(s)", nullptr, static_cast<int>(bundle.added))
            .arg(name, bundle.fromName)};
    if (bundle.held > 0) {
        facts += BringInPage::tr("%n wait(s) for a person's decision", nullptr, static_cast<int>(bundle.held));
    }
    if (!bundle.refused.isEmpty()) {
        facts += BringInPage::tr("%n refused", nullptr, static_cast<int>(bundle.refused.size()));
    }
    return facts.join(QStringLiteral(", "));
}

qint64 countOf(const ImportReport& report, qint64 ImportedBundle::* member)
{
    qint64 sum = 0;
    for (const auto& bundle : report.bundles) {
        sum += bundle.*member;
    }
    return sum;
}

QStringList linesOf(const ImportReport& report)
{
    QStringList lines;
    for (const auto& bundle : report.bundles) {
        lines += lineOf(bundle);
        lines += wordsOf(bundle.warnings, bundleName(bundle));
        for (const auto missing : bundle.missingSequences) {
            lines += BringInPage::tr("From %1 never arrived: number %2. Was a medium lost?")
                         .arg(bundle.fromName, QString::number(missing));
        }
    }
    for (const auto& receipt : report.receipts) {
        if (receipt.failure) {
            lines += BringInPage::tr("%1: %2").arg(receipt.path, explained(*receipt.failure));
        }
    }
    if (report.otherFiles > 0) {
        lines += BringInPage::tr("%n other file(s) left alone.", nullptr, static_cast<int>(report.otherFiles));
    }
    return lines;
}

// The first that tells of a medium: the rest is its consequence.
std::optional<Error> failureOfAMedium(const ImportReport& report)
{
    for (const auto& bundle : report.bundles) {
        if (bundle.failure && outcomeOf(*bundle.failure) == Outcome::Medium) {
            return bundle.failure;
        }
    }
    return std::nullopt;
}

QString foundLine(const SurveyReport& report)
{
    if (report.bundles.isEmpty() && report.receipts == 0) {
        return BringInPage::tr("No bundle was found there.");
    }
    const QString found = BringInPage::tr("%n bundle(s) found there", nullptr, static_cast<int>(report.bundles.size()));
    return BringInPage::tr("%1, %2 of them new.").arg(found, QString::number(report.countNew()));
}

} // namespace

// As many as are shown, and how many there are.
struct BringInPage::Arrivals {
    std::vector<Arrival> rows;
    qsizetype all = 0;
};

Result<BringInPage::Arrivals> BringInPage::arrivalsOf(
    const StationView& station, const ImportReport& report, qsizetype most)
{
    return station.read([&](const Session& session) -> Result<Arrivals> {
        Arrivals arrivals;
        SATCHEL_TRY(forEachArrival(session, report, [&arrivals, most](const Arrival& arrival) -> Result<void> {
            if (++arrivals.all <= most) {
                arrivals.rows.push_back(arrival);
            }
            return {};
        }));
        ArrivalTable::putInOrder(arrivals.rows); // here: the window has no time for it
        return arrivals;
    });
}

BringInPage::BringInPage(const StationView& station, QWidget* parent)
    : ErrandPage{station, tr("Bring in"), tr("&Bring in everything that is there"), parent}
    , m_found{plainLabel(this)}
    , m_bundles{new FoundBundles{this}}
    , m_saveFound{makeFoundBar()}
    , m_arrivals{new ArrivalTable{this}}
    , m_view{makeView()}
    , m_remark{plainLabel(this)}
    , m_saveArrivals{makeArrivalsBar()}
{
    m_found->setObjectName(QStringLiteral("found"));
    lower().addWidget(m_found);
    lower().addWidget(m_bundles);
    lower().addWidget(m_saveFound);
    m_remark->setObjectName(QStringLiteral("arrivalsRemark"));
    m_remark->setVisible(false);
    lower().addWidget(m_view, 1);
    lower().addWidget(m_remark);
    lower().addWidget(m_saveArrivals);
    lower().addStretch();
    m_lookSoon.setSingleShot(true);
    m_lookSoon.setInterval(AfterTyping);
    connect(&place(), &MediaPicker::changed, &m_lookSoon, qOverload<>(&QTimer::start));
    connect(&m_lookSoon, &QTimer::timeout, this, &BringInPage::look);
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex& index) {
        const QString device = m_arrivals->rowAt(index.row()).device;
        if (!device.isEmpty()) { // what was refused has no story here
            Q_EMIT deviceChosen(device);
        }
    });
}

QTableView* BringInPage::makeView()
{
    auto* const view = rowTable(*m_arrivals, tr("What each device got"), this);
    view->setObjectName(QStringLiteral("arrivals"));
    view->setToolTip(tr("Press Enter or double-click to see the device's story."));
    view->setMinimumHeight(LeastTableHeight);
    setLetters(
        *view->horizontalHeader(), {{ArrivalTable::Device, 28}, {ArrivalTable::What, 22}, {ArrivalTable::State, 22}});
    view->setVisible(false);
    return view;
}

// What was found; once it was brought in, what became of it.
SaveBar* BringInPage::makeFoundBar()
{
    auto* const save = new SaveBar{tr("Save the list of bundles…"), tr("satchel-found"), this};
    save->setObjectName(QStringLiteral("saveFound"));
    save->setVisible(false);
    save->offerTable([this] {
        return [table = m_report.bundles.isEmpty() ? surveyedTable(m_survey) : importedTable(m_report)](TableForm form,
                   const QString& file, const Conduct& conduct) { return saveTable(table, form, file, conduct); };
    });
    return save;
}

// All of it, however much is shown.
SaveBar* BringInPage::makeArrivalsBar()
{
    auto* const save = new SaveBar{tr("Save what each device got…"), tr("satchel-arrivals"), this};
    save->setObjectName(QStringLiteral("saveArrivals"));
    save->setVisible(false);
    save->offerTable([this] {
        return [view = station(), report = m_report, rows = m_allArrivals](
                   TableForm form, const QString& file, const Conduct& conduct) {
            return view.read([&](const Session& session) {
                return saveTable(arrivalsTable(session, report, rows), form, file, conduct);
            });
        };
    });
    return save;
}

// A medium that is not mounted is not mounted for a look alone.
BringInPage::Choice BringInPage::choice()
{
    Choice choice;
    for (const auto& volume : place().volumes()) {
        choice.places += volume.id;
        if (volume.isMounted()) {
            choice.paths += volume.mountPoint();
        }
    }
    if (!place().folder().isEmpty()) {
        choice.places += place().folder();
        choice.paths += place().folder();
    }
    return choice;
}

void BringInPage::forget()
{
    m_found->clear();
    m_bundles->forget();
    m_saveFound->setVisible(false);
    hideArrivals();
    m_survey = {};
    m_report = {};
    m_isBroughtIn = false;
}

void BringInPage::look()
{
    const Choice now = choice();
    if (now == m_lookedAt || isRunning()) {
        return;
    }
    const bool isTheSame = now.places.isEmpty() || now.places == m_lookedAt.places;
    m_lookedAt = now;
    if (m_isBroughtIn && isTheSame) {
        return; // the verb has mounted it, or it was ejected since: what came of it is still to be read
    }
    forget();
    m_looking.cancel(); // of what is chosen no more
    m_looking.runNext<SurveyReport>(
        [view = station(), paths = now.paths](const Conduct& conduct) {
            SurveyReport report;
            const auto session = paths.isEmpty() ? fail(ErrorCode::NotFound, {}) : view.forReading();
            if (!session) {
                report.failure = session.error();
                return report;
            }
            return surveyPaths(*session, paths, conduct);
        },
        [this, now](const SurveyReport& report) {
            if (now == m_lookedAt && !now.paths.isEmpty() && !isRunning()) {
                tellFound(report);
            }
            Q_EMIT looked();
        });
}

void BringInPage::lookAnew()
{
    if (!isRunning()) {
        m_lookedAt = {};
        m_isBroughtIn = false;
        look();
    }
}

void BringInPage::tellFound(const SurveyReport& report)
{
    if (report.failure) {
        m_lookedAt = {}; // put in again it is looked at again
        m_found->setText(markedBad(explained(*report.failure)));
        return;
    }
    m_found->setText(foundLine(report));
    m_survey = report;
    m_bundles->show(report);
    m_saveFound->setVisible(!report.bundles.isEmpty());
}

void BringInPage::begin()
{
    m_lookSoon.stop();
    m_looking.cancel();
    if (const Choice now = choice(); now != m_lookedAt) {
        forget(); // it is of something else
        m_lookedAt = now; // what the verb tells of it is more
    }
    hideArrivals();
    progress().setStages({});
    thread().run<ImportReport>(
        [view = station(), where = target()](const Conduct& conduct) {
            ImportReport report;
            auto session = view.forWriting(QStringLiteral("import"), conduct.stop);
            if (!session) {
                report.failure = std::move(session).error();
                return report;
            }
            const auto places = placesOf(*session, where, view.media(), conduct);
            if (!places) {
                report.failure = places.error();
                return report;
            }
            ImportOrder order;
            for (const auto& place : *places) {
                order.paths += place.folder;
                order.mountPoints += place.mountPoint;
            }
            order.mountPoints.removeAll(QString{});
            return importBundles(*session, order, conduct);
        },
        [this](const ImportReport& report) {
            m_found->setText(report.bundles.isEmpty()
                    ? QString{}
                    : tr("%n bundle(s) found there", nullptr, static_cast<int>(report.bundles.size())));
            m_report = report;
            m_isBroughtIn = !report.failure || !report.bundles.isEmpty();
            m_bundles->show(report);
            m_saveFound->setVisible(m_bundles->topLevelItemCount() > 0);
            tell(report);
            readArrivals(report);
        });
}

void BringInPage::tell(const ImportReport& report)
{
    QStringList lines = linesOf(report);
    const auto outcome = report.outcome();
    const auto added = static_cast<int>(countOf(report, &ImportedBundle::added));
    if (const auto failure = report.failure ? report.failure : failureOfAMedium(report)) {
        const auto wording = wordingOf(*failure, Errand::BringIn);
        if (added > 0) {
            lines.prepend(tr("%n new item(s) were brought in all the same.", nullptr, added));
        }
        lines.prepend(wording.details());
        show(added > 0 ? Tone::InPart : Tone::Bad, wording.whatHappened, lines.join(QLatin1Char('\n')));
    } else if (report.bundles.isEmpty() && report.receipts.isEmpty()) {
        show(Tone::InPart, tr("No bundle was found there"),
            tr("There are %n other file(s). Is it the right medium?", nullptr, static_cast<int>(report.otherFiles)));
    } else if (outcome == Outcome::Done) {
        show(Tone::Good, tr("%n new item(s), all verified", nullptr, added), lines.join(QLatin1Char('\n')));
    } else {
        lines.append(tr("What is refused was not taken in, and stays on the medium. Show it to whoever sent it."));
        const bool isInPart = outcome == Outcome::DoneInPart;
        show(isInPart ? Tone::InPart : Tone::Bad,
            isInPart ? tr("%n new item(s), but not everything was good", nullptr, added) : tr("Nothing was taken in"),
            lines.join(QLatin1Char('\n')));
    }
}

void BringInPage::readArrivals(const ImportReport& report)
{
    m_reading.runNext<Result<Arrivals>>(
        [view = station(), report, most = m_mostArrivals](const Conduct&) { return arrivalsOf(view, report, most); },
        [this](Result<Arrivals>&& arrivals) {
            if (!isRunning()) {
                showArrivals(std::move(arrivals));
            }
            Q_EMIT arrivalsShown();
        });
}

// That a list is missing, or is not the whole, must not look as if nothing had come.
void BringInPage::showArrivals(Result<Arrivals>&& arrivals)
{
    QString remark;
    if (!arrivals) {
        remark = markedBad(tr("What each device got cannot be shown: %1").arg(explained(arrivals.error())));
        arrivals = Arrivals{};
    } else if (arrivals->all > std::ssize(arrivals->rows)) {
        remark = tr("The first %1 of %2 are shown here; all of them are under Requests.")
                     .arg(QLocale{}.toString(std::ssize(arrivals->rows)), QLocale{}.toString(arrivals->all));
    }
    m_allArrivals = arrivals->all;
    m_arrivals->setRows(std::move(arrivals->rows));
    m_saveArrivals->setVisible(m_allArrivals > 0);
    m_view->setVisible(m_arrivals->rowCount() > 0);
    m_remark->setText(remark);
    m_remark->setVisible(!remark.isEmpty());
}

void BringInPage::hideArrivals()
{
    m_view->setVisible(false);
    m_remark->setVisible(false);
    m_saveArrivals->setVisible(false);
}

} // namespace satchel
