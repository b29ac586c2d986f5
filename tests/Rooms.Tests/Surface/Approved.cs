using Cairn.Rooms.Tests.Data;

namespace Cairn.Rooms.Tests.Surface;

/// <summary>A text of <c>docs/reference</c> that the server must agree with; <c>UPDATE_REFERENCE=1</c> writes it anew.</summary>
internal static class Approved
{
    public static void ShouldBe(string file, string text)
    {
        string path = Path.Combine(Repository.Root, "docs", "reference", file);
        if (Environment.GetEnvironmentVariable("UPDATE_REFERENCE") == "1") File.WriteAllText(path, text);
        File.Exists(path).ShouldBeTrue($"docs/reference/{file} is missing; UPDATE_REFERENCE=1 writes it.");
        FirstDifference(File.ReadAllLines(path), text.TrimEnd('\n').Split('\n'))
            .ShouldBeNull($"The surface changed. If that is meant, run this test with UPDATE_REFERENCE=1 and commit docs/reference/{file}.");
    }

    private static string? FirstDifference(string[] approved, string[] actual)
    {
        for (int i = 0; i < Math.Max(approved.Length, actual.Length); i++)
        {
            (string? was, string? now) = (approved.ElementAtOrDefault(i), actual.ElementAtOrDefault(i));
            if (was != now) return $"line {i + 1}: approved '{was}', now '{now}'";
        }
        return null;
    }
}
