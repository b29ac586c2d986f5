using System.Reflection;

namespace Cairn.Architecture.Tests;

/// <summary>Every rule on the house as it stands, and every rule on trees that must break it.</summary>
public sealed class HouseTests
{
    private static readonly string Root = typeof(HouseTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "RepositoryRoot").Value!;
    private static readonly Lazy<Tree> House = new(() => Tree.OnDisk(Root));

    private static IEnumerable<IRule> All => typeof(IRule).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IRule))).Select(type => (IRule)Activator.CreateInstance(type)!);

    public static TheoryData<string> Rules => [.. All.Select(rule => rule.GetType().Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_house_keeps(string rule) => Find(rule).Faults(House.Value).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_bad_sample_breaks(string rule)
    {
        var samples = Find(rule).BadSamples.ToList();
        samples.ShouldNotBeEmpty();
        samples.ShouldAllBe(sample => Find(rule).Faults(sample).Any());
    }

    [Fact]
    public void Rooms_are_found_on_disk()
    {
        var rooms = House.Value.Projects.Select(project => project.Room.ToString()).ToList();

        rooms.ShouldContain("Platform");
        rooms.Count(room => room.StartsWith("Capabilities/", StringComparison.Ordinal)).ShouldBe(Layers.Capabilities.Count);
        House.Value.Sources.Count().ShouldBeGreaterThan(50);
    }

    private static IRule Find(string name) => All.Single(rule => rule.GetType().Name == name);
}
