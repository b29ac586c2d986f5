using Cairn.Cli.Demo;
using Cairn.Cli.Demo.Story;
using Cairn.Contracts.Projects;

namespace Cairn.Journeys.Tests.Tours;

/// <summary>The story fits the sample: it can be told from the first commit to the last, and ends where the sample stands.</summary>
public sealed class StoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("story-").FullName;

    public static TheoryData<string> Plans => [TourPlan.Short.Name, TourPlan.Fast.Name, TourPlan.Full.Name];

    [Fact]
    public void The_sample_is_a_project() => Parse(Repository.Sample).File!.Triggers.Keys.ShouldBe(["worse", "weekly", "grown"]);

    [Theory]
    [MemberData(nameof(Plans))]
    public void Each_commit_is_a_project_and_the_last_is_the_sample(string name)
    {
        var plan = new[] { TourPlan.Short, TourPlan.Fast, TourPlan.Full }.Single(p => p.Name == name);
        var files = new SampleFiles(_folder, new TourOptions(plan, new Places("", Repository.Sample, "", _folder), 0, 0, true));
        files.CopyFrom(Repository.Sample);
        Parse(_folder).File!.Triggers.ShouldBeEmpty("in the beginning everything is done by hand");
        foreach (var change in (IEnumerable<Change>)[.. Changes.All.Values, Changes.BadTable, Changes.Revert])
        {
            foreach (var edit in change.Edits)
            {
                files.Apply(edit);
            }
            Parse(_folder).File.ShouldNotBeNull(change.Title);
        }
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var original = Path.Combine(Repository.Sample, Path.GetRelativePath(_folder, path));
            File.ReadAllText(path).ShouldBe(files.Adapt(File.ReadAllText(original)), path);
        }
    }

    [Fact]
    public void No_change_is_reviewed_by_its_author() =>
        ((IEnumerable<Change>)[.. Changes.All.Values, Changes.BadTable, Changes.Revert]).ShouldAllBe(c => c.Author != c.Reviewer);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ProjectFileResult Parse(string folder)
    {
        var result = ProjectFile.Parse(File.ReadAllBytes(Path.Combine(folder, "cairn.yaml")), "cairn.yaml");
        result.Faults.ShouldBeEmpty();
        return result;
    }
}
