#include "SaveBar.h"

#include "PlainLabel.h"

#include <app/look/Icons.h>
#include <app/paper/Paper.h>

#include <QAction>
#include <QDate>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPrintDialog>
#include <QPrinter>
#include <QPushButton>
#include <QStandardPaths>

namespace satchel {

SaveBar::SaveBar(const QString& button, const QString& name, QWidget* parent)
    : QWidget{parent}
    , m_name{name}
    , m_menu{new QMenu{this}}
    , m_button{new QPushButton{button, this}}
    , m_stop{new QPushButton{tr("Stop"), this}}
    , m_remark{selectableLabel(this)}
{
    m_button->setObjectName(QStringLiteral("save"));
    m_button->setIcon(icon(Icon::Save));
    m_button->setMenu(m_menu);
    m_stop->setObjectName(QStringLiteral("stopSaving"));
    m_stop->setIcon(icon(Icon::Stop));
    m_stop->setAccessibleName(tr("Stop saving or printing"));
    m_stop->setVisible(false);
    m_remark->setObjectName(QStringLiteral("saved"));
    m_remark->setVisible(false);
    auto* const row = new QHBoxLayout{this};
    row->setContentsMargins({});
    row->addWidget(m_button, 0, Qt::AlignTop);
    row->addWidget(m_stop, 0, Qt::AlignTop);
    row->addWidget(m_remark, 1);
    row->addStretch(0);

    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_stop->setEnabled(false);
        m_thread.cancel();
    });
    connect(&m_thread, &VerbThread::progressed, this, &SaveBar::show);
    connect(&m_thread, &VerbThread::begun, this, [this] {
        m_button->setEnabled(false);
        m_stop->setEnabled(true);
        m_stop->setVisible(true);
        m_remark->setVisible(true);
        m_remark->setText(tr("Beginning…"));
    });
    connect(&m_thread, &VerbThread::ended, this, [this] {
        m_button->setEnabled(true);
        m_stop->setVisible(false);
    });
}

void SaveBar::addWay(const QString& name, const QString& text, std::function<void()> chosen)
{
    auto* const action = m_menu->addAction(text);
    action->setObjectName(name);
    action->setIcon(icon(name == u"print" ? Icon::Print : Icon::Save));
    connect(action, &QAction::triggered, this, std::move(chosen));
}

void SaveBar::offerTable(std::function<SaveTable()> prepare)
{
    m_prepareTable = std::move(prepare);
    addWay(QStringLiteral("saveCsv"), tr("As a &table for spreadsheets (CSV)…"), [this] {
        askFile(tr("Tables (*.csv)"), QStringLiteral("csv"),
            [this](const QString& file) { saveTable(TableForm::Csv, file); });
    });
    addWay(QStringLiteral("saveJson"), tr("For &programs (JSON)…"), [this] {
        askFile(tr("JSON files (*.json)"), QStringLiteral("json"),
            [this](const QString& file) { saveTable(TableForm::Json, file); });
    });
}

void SaveBar::offerPaper(
    const QString& title, QPageLayout::Orientation orientation, std::function<PaintPages()> prepare)
{
    m_title = title;
    m_orientation = orientation;
    m_preparePaper = std::move(prepare);
    addWay(QStringLiteral("savePdf"), tr("As a &document (PDF)…"), [this] {
        askFile(tr("Documents (*.pdf)"), QStringLiteral("pdf"), [this](const QString& file) { savePaper(file); });
    });
    addWay(QStringLiteral("print"), tr("P&rint…"), [this] { askPrinter(); });
}

void SaveBar::saveTable(TableForm form, const QString& file)
{
    run(
        Errand::Save,
        [save = m_prepareTable(), form, file](const Conduct& conduct) { return save(form, file, conduct); },
        [file](int count) { return tr("%n row(s) saved as %1", nullptr, count).arg(QDir::toNativeSeparators(file)); });
}

void SaveBar::savePaper(const QString& file)
{
    run(
        Errand::Save,
        [paint = m_preparePaper(), form = form(), title = m_title, file](
            const Conduct& conduct) { return savePdf(file, form, title, paint, conduct); },
        [file](int count) { return tr("%n page(s) saved as %1", nullptr, count).arg(QDir::toNativeSeparators(file)); });
}

// Qt lets a printer be painted on by any thread, one at a time.
void SaveBar::print(const std::shared_ptr<QPrinter>& printer)
{
    run(
        Errand::Print, [paint = m_preparePaper(), printer](const Conduct& conduct) { return paint(*printer, conduct); },
        [](int count) { return tr("%n page(s) given to the printer", nullptr, count); });
}

QString SaveBar::remark() const
{
    return m_remark->text();
}

PaperForm SaveBar::form() const
{
    return {paperSize(QLocale::system()), m_orientation}; // of the place, whatever the window's language
}

QString SaveBar::proposed(const QString& extension) const
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString folder = QDir{documents}.exists() ? documents : QDir::homePath();
    const QString day = QDate::currentDate().toString(Qt::ISODate);
    return QStringLiteral("%1/%2-%3.%4").arg(folder, m_name, day, extension);
}

void SaveBar::askFile(const QString& filter, const QString& extension, std::function<void(const QString&)> save)
{
    auto* const dialog = new QFileDialog{this, m_button->text().remove(QLatin1Char('&')), {}, filter};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave); // asks before a file is replaced
    dialog->setDefaultSuffix(extension);
    dialog->selectFile(proposed(extension));
    connect(dialog, &QFileDialog::fileSelected, this, std::move(save));
    dialog->open();
}

void SaveBar::askPrinter()
{
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    form().applyTo(*printer);
    printer->setDocName(m_title);
    auto* const dialog = new QPrintDialog{printer.get(), this};
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOptions(QAbstractPrintDialog::PrintToFile | QAbstractPrintDialog::PrintCollateCopies);
    connect(dialog, qOverload<QPrinter*>(&QPrintDialog::accepted), this, [this, printer] { print(printer); });
    dialog->open();
}

void SaveBar::run(Errand errand, Job job, std::function<QString(int)> done)
{
    if (m_thread.isRunning()) {
        return;
    }
    m_thread.run<Result<qint64>>(std::move(job),
        [this, errand, done = std::move(done)](const Result<qint64>& result) { tell(errand, result, done); });
}

void SaveBar::show(const Progress& progress)
{
    const QLocale locale;
    if (progress.total > 0) {
        m_remark->setText(tr("%1 of %2").arg(locale.toString(progress.done), locale.toString(progress.total)));
    }
}

void SaveBar::tell(Errand errand, const Result<qint64>& result, const std::function<QString(int)>& done)
{
    if (result) {
        m_remark->setText(done(static_cast<int>(*result)));
    } else {
        m_remark->setText(wordingOf(result.error(), errand).whole());
    }
    Q_EMIT ended();
}

} // namespace satchel
