using System.Reflection;

namespace Cairn.Libraries.Tests.Onnx;

/// <summary>
/// ONNX's published test data through our binding, as serving uses it. What does not come out as published is listed with the reason in
/// docs/reference/onnx-operators.txt; the list is held in both directions. Run with UPDATE_REFERENCE=1 to write it anew.
/// </summary>
public sealed class OperatorTests
{
    private const string Data = "/usr/share/libonnx-testdata/data";
    private static readonly string[] Groups = ["node", "pytorch-converted", "pytorch-operator", "simple"];

    [Fact]
    public void Every_published_case_comes_out_as_published_or_is_listed_with_its_reason()
    {
        Assert.SkipUnless(Directory.Exists(Data), "there is no libonnx-testdata (a package of Debian and Ubuntu)");
        string[] cases = [.. Groups.SelectMany(group => Directory.EnumerateDirectories(Path.Combine(Data, group))).Where(c => Directory.Exists(Path.Combine(c, "test_data_set_0"))).Order(StringComparer.Ordinal)];
        cases.Length.ShouldBeGreaterThan(1000);
        string[] faults = [.. cases.AsParallel().AsOrdered().Select(c => (Name: Path.GetRelativePath(Data, c), Fault: OperatorCase.Run(c))).Where(c => c.Fault is not null).Select(c => $"{c.Name}: {c.Fault}")];
        string text = $"{cases.Length - faults.Length} of {cases.Length} published cases (ONNX 1.12) come out within ONNX's own tolerance. The others:\n\n{string.Join('\n', faults)}\n";
        if (Environment.GetEnvironmentVariable("UPDATE_REFERENCE") == "1") File.WriteAllText(List, text);
        text.ShouldBe(File.ReadAllText(List));
    }

    private static string List => Path.Combine(
        typeof(OperatorTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!, "docs", "reference", "onnx-operators.txt");
}
