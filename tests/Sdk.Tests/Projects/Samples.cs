using System.Reflection;

namespace Cairn.Sdk.Tests.Projects;

internal static class Samples
{
    public static string Root { get; } = typeof(Samples).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value!;

    public static string PathOf(string name) => Path.Combine(Root, "tests/Sdk.Tests/Projects", name);

    public static string Example => File.ReadAllText(PathOf("example.yaml"));
}
