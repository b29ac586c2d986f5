using System.Text;
using Cairn.Contracts.Projects;

namespace Cairn.Sdk.Tests.Projects;

public class HostileFileTests
{
    [Fact]
    public void A_file_above_one_megabyte_is_refused() =>
        Only("project: p\n# " + new string('x', ProjectFile.MaxBytes)).ShouldBe("cairn.yaml:1:1: larger than 1048576 bytes");

    [Fact]
    public void Deep_nesting_is_refused() =>
        Only("project: p\nparams: {a: " + new string('[', 100_000)).ShouldContain("nested deeper than 32 levels");

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var text = new StringBuilder("project: p\nparams:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
        {
            text.Append($"  a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Only(text.ToString()).ShouldContain("aliases expand to more than 50000 values");
    }

    [Fact]
    public void A_plain_alias_is_read() =>
        ProjectFile.Parse("project: p\nparams:\n  a: &a {x: 1}\n  b: *a\n", "cairn.yaml").File!.Params["b"].GetProperty("x").GetInt32().ShouldBe(1);

    [Fact]
    public void Too_many_values_are_refused() =>
        Only("project: p\nparams: {a: [" + string.Concat(Enumerable.Repeat("1, ", 60_000)) + "1]}").ShouldContain("more than 50000 values");

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        ProjectFile.Parse([0x70, 0xFF, 0xFE], "cairn.yaml").Faults.ShouldHaveSingleItem().Message.ShouldStartWith("not UTF-8");

    [Fact]
    public void A_byte_order_mark_is_no_fault() => ProjectFile.Parse([0xEF, 0xBB, 0xBF, .. "project: p"u8], "cairn.yaml").File!.Project.Name.ShouldBe("p");

    [Fact]
    public void Lines_may_end_as_on_windows() => ProjectFile.Parse(Samples.Example.ReplaceLineEndings("\r\n"), "cairn.yaml").Faults.ShouldBeEmpty();

    private static string Only(string text) => ProjectFile.Parse(text, "cairn.yaml").Faults.ShouldHaveSingleItem().ToString();
}
