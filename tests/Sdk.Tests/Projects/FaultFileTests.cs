using Cairn.Contracts.Projects;

namespace Cairn.Sdk.Tests.Projects;

/// <summary>Faulty files in <c>faults.txt</c>: a title, the file, and every fault it must give, word for word.</summary>
public class FaultFileTests
{
    private static readonly string CasesPath = Samples.PathOf("faults.txt");

    public static TheoryData<string> Titles => [.. Read().Select(c => c.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void Every_fault_is_found_at_its_place(string title)
    {
        var (_, text, expected) = Read().Single(c => c.Title == title);
        var result = ProjectFile.Parse(text, "cairn.yaml");
        result.File.ShouldBeNull();
        result.Faults.Select(f => f.ToString()).ShouldBe(expected);
        expected.ShouldNotBeEmpty();
    }

    [Fact]
    public void There_are_enough_of_them() => Read().Count.ShouldBeGreaterThanOrEqualTo(60);

    [Fact]
    public void A_fault_names_place_path_and_nearest_key()
    {
        var fault = ProjectFile.Parse("project: p\nsteps:\n  train:\n    run: x\n    out: {m: model}\n    sede: 7\n", "cairn.yaml").Faults.ShouldHaveSingleItem();
        fault.ShouldBe(new FileFault("cairn.yaml", 6, 5, "steps.train.sede", "unknown key", "seed"));
        fault.ToString().ShouldBe("cairn.yaml:6:5: steps.train.sede: unknown key; did you mean 'seed'?");
    }

    private static List<(string Title, string Text, string[] Faults)> Read()
    {
        var cases = new List<(string, string, string[])>();
        foreach (var part in File.ReadAllText(CasesPath).Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = part.TrimEnd('\n').Split('\n');
            var yaml = lines.Skip(1).Where(l => !l.StartsWith("! ", StringComparison.Ordinal));
            cases.Add((lines[0], string.Concat(yaml.Select(l => l + "\n")), [.. lines.Where(l => l.StartsWith("! ", StringComparison.Ordinal)).Select(l => l[2..])]));
        }

        return cases;
    }
}
