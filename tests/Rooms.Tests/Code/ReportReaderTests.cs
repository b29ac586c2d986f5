using System.Text;
using Cairn.Code;

namespace Cairn.Rooms.Tests.Code;

public sealed class ReportReaderTests
{
    [Theory]
    [InlineData("<testsuite/>", 0, 0, 0)]
    [InlineData("<testsuites><testsuite><testcase name='a'/></testsuite><testsuite><testcase name='b'><error/></testcase></testsuite></testsuites>", 2, 1, 0)]
    [InlineData("<testsuite tests='100' failures='0'><testcase name='a'><failure/></testcase><testcase name='b'><skipped/></testcase></testsuite>", 1, 1, 1)]
    [InlineData("<testsuite><testcase name='a'><failure/><failure/><error/></testcase><testcase name='b'/></testsuite>", 2, 1, 0)]
    [InlineData("<testsuite><testcase name='a'><system-out><failure/></system-out></testcase></testsuite>", 1, 0, 0)]
    [InlineData("<testsuite><testsuite><testsuite><testcase name='deep'/></testsuite></testsuite></testsuite>", 1, 0, 0)]
    [InlineData("<TestRun xmlns='urn:x'><Results><UnitTestResult testName='a' outcome='Passed'/><UnitTestResult testName='b' outcome='Failed'><Output/></UnitTestResult><UnitTestResult outcome='NotExecuted'/><UnitTestResult/></Results></TestRun>", 3, 2, 1)]
    [InlineData("<TestRun><Results><UnitTestResult resultType='DataDrivenTest' outcome='Failed'><InnerResults><UnitTestResult outcome='Passed'/><UnitTestResult outcome='Failed'/></InnerResults></UnitTestResult></Results></TestRun>", 2, 1, 0)]
    public void Cases_are_counted_one_by_one(string xml, int tests, int failed, int skipped)
    {
        TestReport report = Read(xml);
        (report.Tests, report.Failed, report.Skipped).ShouldBe((tests, failed, skipped));
        report.Failures.Count.ShouldBe(failed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no xml")]
    [InlineData("<testsuite>")]
    [InlineData("<html/>")]
    [InlineData("<!DOCTYPE t [<!ENTITY a 'b'>]><testsuite><testcase name='&a;'/></testsuite>")]
    [InlineData("<!DOCTYPE t SYSTEM 'file:///etc/passwd'><testsuite/>")]
    [InlineData("<testsuite><testcase name='\u0001'/></testsuite>")]
    public void What_is_no_report_is_refused(string xml) => Should.Throw<FormatException>(() => Read(xml));

    [Fact]
    public void Depth_is_bounded_and_names_are_kept_short()
    {
        Should.Throw<FormatException>(() => Read(string.Concat(Enumerable.Repeat("<testsuite>", 100_000))));
        Should.Throw<FormatException>(() => Read("<testsuite><testcase name='a'>" + string.Concat(Enumerable.Repeat("<x>", 100))));
        string many = string.Concat(Enumerable.Range(0, 500).Select(i => $"<testcase name='{new string('n', 1000)}{i}'><failure/></testcase>"));
        TestReport report = Read($"<testsuite>{many}</testsuite>");
        (report.Failed, report.Failures.Count, report.Failures[0].Length).ShouldBe((500, 100, 300));
    }

    private static TestReport Read(string xml) => ReportReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)));
}
