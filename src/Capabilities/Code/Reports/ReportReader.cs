using System.Xml;

namespace Cairn.Code;

/// <summary>Reads JUnit and TRX reports. They come from the project's own code: no document types, no entities, no references, bounded size and depth.</summary>
internal static class ReportReader
{
    private const int MaxDepth = 64, MaxCases = 1_000_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = 256L << 20,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    };

    /// <exception cref="FormatException">It is no such report; the message says what is wrong.</exception>
    public static TestReport Read(Stream xml)
    {
        try
        {
            using var reader = XmlReader.Create(xml, Settings);
            reader.MoveToContent();
            return reader.LocalName switch
            {
                "testsuites" or "testsuite" => JUnit(reader),
                "TestRun" => Trx(reader),
                _ => throw new FormatException("The report is neither JUnit (testsuites) nor TRX (TestRun)."),
            };
        }
        catch (XmlException e)
        {
            throw new FormatException($"The report is not well-formed XML, or holds a document type (line {e.LineNumber}).", e);
        }
    }

    private static TestReport JUnit(XmlReader reader)
    {
        TestReport report = TestReport.Empty;
        do
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "testcase")
            {
                string name = Join(reader.GetAttribute("classname"), reader.GetAttribute("name"));
                report = Count(report, OutcomeOfCase(reader), name);
            }
        }
        while (Next(reader));
        return report;
    }

    private static CaseOutcome OutcomeOfCase(XmlReader reader)
    {
        var outcome = CaseOutcome.Passed;
        if (reader.IsEmptyElement) return outcome;
        int depth = reader.Depth;
        while (Next(reader) && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != depth + 1) continue;
            if (reader.LocalName is "failure" or "error") outcome = CaseOutcome.Failed;
            else if (reader.LocalName is "skipped" or "disabled" && outcome == CaseOutcome.Passed) outcome = CaseOutcome.Skipped;
        }
        return outcome;
    }

    private static TestReport Trx(XmlReader reader)
    {
        TestReport report = TestReport.Empty;
        do
        {
            // The rows of a data-driven test follow as results of their own.
            if (reader.NodeType != XmlNodeType.Element || !reader.LocalName.EndsWith("TestResult", StringComparison.Ordinal) || reader.GetAttribute("resultType") == "DataDrivenTest") continue;
            report = Count(report, OutcomeOf(reader.GetAttribute("outcome")), reader.GetAttribute("testName") ?? "");
        }
        while (Next(reader));
        return report;
    }

    private static CaseOutcome OutcomeOf(string? outcome) => outcome switch
    {
        "Passed" or "PassedButRunAborted" or "Warning" => CaseOutcome.Passed,
        "NotExecuted" or "NotRunnable" or "Inconclusive" or "Pending" => CaseOutcome.Skipped,
        // Failed, Error, Timeout, Aborted, Disconnected; a result that does not say is not a success.
        _ => CaseOutcome.Failed,
    };

    private static TestReport Count(TestReport report, CaseOutcome outcome, string name)
        => report.Tests + report.Skipped < MaxCases ? report.With(outcome, name) : throw new FormatException($"The report has more than {MaxCases} tests.");

    private static bool Next(XmlReader reader)
        => reader.Depth <= MaxDepth ? reader.Read() : throw new FormatException($"The report is nested more than {MaxDepth} deep.");

    private static string Join(string? group, string? name) => string.IsNullOrEmpty(group) ? name ?? "" : $"{group}.{name}";
}
