using System.Globalization;
using System.Text.RegularExpressions;
using Cairn.Platform.Web;

namespace Cairn.Pages.Tests;

/// <summary>Contrast of every pair of colours that meet on a page, read from the stylesheet as it is shipped (WCAG 2.2, 1.4.3 and 1.4.11).</summary>
public sealed partial class ContrastTests
{
    private static readonly Dictionary<string, (string Light, string Dark)> Tokens = Read(AssetCatalog.Text("cairn.css"));
    private static readonly string[] Statuses = ["ok", "run", "warn", "fail", "idle", "attest"];

    public static TheoryData<string, string, double> Pairs { get; } = new(
    [
        .. from s in Statuses from ground in new[] { s + "-bg", "surface", "page" } select new TheoryDataRow<string, string, double>(s, ground, 4.5),
        .. from text in new[] { "ink", "muted", "link" } from ground in new[] { "surface", "page" } select new TheoryDataRow<string, string, double>(text, ground, 4.5),
        new("link", "run-bg", 4.5), new("ink", "warn-bg", 4.5), new("ink", "idle-bg", 4.5), new("heat-on", "h4", 4.5), new("on-primary", "primary", 4.5),
        .. from ground in new[] { "surface", "page" } select new TheoryDataRow<string, string, double>("edge", ground, 3),
        .. from slot in Enumerable.Range(1, 6) from ground in new[] { "surface", "page" } select new TheoryDataRow<string, string, double>("s" + slot, ground, 3),
    ]);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Colours_that_meet_can_be_told_apart(string text, string ground, double least)
    {
        Ratio(Tokens[text].Light, Tokens[ground].Light).ShouldBeGreaterThanOrEqualTo(least, $"light: {text} on {ground}");
        Ratio(Tokens[text].Dark, Tokens[ground].Dark).ShouldBeGreaterThanOrEqualTo(least, $"dark: {text} on {ground}");
    }

    [Fact]
    public void The_measure_knows_black_on_white_and_finds_grey_too_weak()
    {
        Ratio("#000000", "#ffffff").ShouldBe(21, .001);
        Ratio("#999999", "#ffffff").ShouldBeLessThan(4.5);
    }

    private static Dictionary<string, (string, string)> Read(string css) => Token().Matches(css).ToDictionary(
        m => m.Groups["name"].Value, m => m.Groups["dark"].Success ? (m.Groups["light"].Value, m.Groups["dark"].Value) : (m.Groups["both"].Value, m.Groups["both"].Value));

    private static double Ratio(string a, string b)
    {
        double one = Luminance(a), two = Luminance(b);
        return (Math.Max(one, two) + .05) / (Math.Min(one, two) + .05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var c = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= .04045 ? c / 12.92 : Math.Pow((c + .055) / 1.055, 2.4);
        }

        return (.2126 * Channel(1)) + (.7152 * Channel(3)) + (.0722 * Channel(5));
    }

    [GeneratedRegex(@"--c-(?<name>[a-z0-9-]+):(?:light-dark\((?<light>#[0-9a-f]{6}),(?<dark>#[0-9a-f]{6})\)|(?<both>#[0-9a-f]{6}));", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
