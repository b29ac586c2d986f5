using Cairn.Contracts.Projects;

namespace Cairn.Sdk.Tests.Projects;

public class ExampleTests
{
    [Fact]
    public void The_example_has_no_faults()
    {
        var result = ProjectFile.Parse(File.ReadAllText(Samples.PathOf("example.yaml")), "cairn.yaml");
        result.Faults.ShouldBeEmpty();
        result.File.ShouldNotBeNull().Order.ShouldBe(["join", "split", "train", "evaluate", "explain"]);
    }
}
