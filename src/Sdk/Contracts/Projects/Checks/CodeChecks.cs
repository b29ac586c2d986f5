namespace Cairn.Contracts.Projects.Checks;

internal static class CodeChecks
{
    public static void Run(ProjectFile file, ReadContext context)
    {
        foreach (var (name, suite) in file.Suites)
        {
            CheckArea(suite.Area, $"suites.{name}.area", context);
        }

        foreach (var (name, build) in file.Builds)
        {
            CheckArea(build.Area, $"builds.{name}.area", context);
        }

        foreach (var twins in file.Builds.Values.GroupBy(b => b.Out.TrimEnd('/')).Where(g => g.Count() > 1))
        {
            context.FaultAt($"builds.{twins.Last().Name}.out", $"duplicate output: the build '{twins.First().Name}' makes '{twins.Key}' too");
        }
    }

    private static void CheckArea(string area, string path, ReadContext context)
    {
        var known = context.Declared("code");
        if (!known.Contains(area))
        {
            context.FaultAt(path, known.Count == 0 ? $"the area '{area}' has no paths; the file has no 'code'" : $"the area '{area}' has no paths in 'code'");
        }
    }
}
