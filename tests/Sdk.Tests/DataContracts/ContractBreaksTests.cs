using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;

namespace Cairn.Sdk.Tests.DataContracts;

public class ContractBreaksTests
{
    [Theory]
    [InlineData("{a: {type: int}, b: {type: int}}", "{a: {type: int}}", "b: is promised no more")]
    [InlineData("{a: {type: int}}", "{a: {type: int, optional: true}}", "a: may be absent")]
    [InlineData("{a: {type: int}}", "{a: {type: float}}", "a: is float, was int")]
    [InlineData("{a: {type: int}}", "{a: {unique: true}}", "a: is of any type, was int")]
    [InlineData("{a: {range: [0, 10]}}", "{a: {range: [-1, 10]}}", "a: has a wider range")]
    [InlineData("{a: {in: [x, y]}}", "{a: {in: [x, y, z]}}", "a: may have other values")]
    [InlineData("{a: {missing: 1%}}", "{a: {missing: 2%}}", "a: may be missing more often")]
    [InlineData("{a: {missing: 0%}}", "{a: {type: int}}", "a: may be missing more often")]
    [InlineData("{a: {pattern: '[0-9]+'}}", "{a: {pattern: '.*'}}", "a: follows another pattern")]
    [InlineData("{a: {unique: true}}", "{a: {type: int}}", "a: may have a value twice")]
    [InlineData("{a: {range: [2001-01-01, 2001-12-31]}}", "{a: {range: [2001-01-01, 2002-01-01]}}", "a: has a wider range")]
    [InlineData("{a: {range: [2001-01-01, null]}}", "{a: {range: [0, null]}}", "a: has a wider range")]
    [InlineData("{unique: [a, b]}", "{unique: [a, b, c]}", "a, b may have the same values twice")]
    [InlineData("{unique: [[a, b], [c, d]]}", "{unique: [a, b]}", "c, d may have the same values twice")]
    [InlineData("{fresh: 1d, a: {type: int}}", "{fresh: 2d, a: {type: int}}", "the data may be older")]
    [InlineData("{rows: {min: 10}}", "{rows: {min: 5}}", "there may be fewer rows")]
    [InlineData("{rows: {change: 10%}}", "{rows: {min: 5}}", "the number of rows may change more")]
    public void What_promises_less_is_told_and_the_way_back_is_none(string before, string after, string broken)
    {
        ContractBreaks.Between(Read(before), Read(after)).Select(b => b.ToString()).ShouldBe([broken]);
        ContractBreaks.Between(Read(after), Read(after)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{a: {type: int}}", "{a: {type: int}, b: {type: text}}")]
    [InlineData("{a: {type: float}}", "{a: {type: int}}")]
    [InlineData("{a: {range: [0, 10]}}", "{a: {range: [1, 9]}}")]
    [InlineData("{a: {in: [x, y]}}", "{a: {in: [x]}}")]
    [InlineData("{a: {missing: 2%}}", "{a: {missing: 0%, unique: true}}")]
    [InlineData("{rows: {min: 10}, fresh: 2d}", "{rows: {min: 20, max: 30}, fresh: 1d}")]
    [InlineData("{a: {range: [2001-01-01, null]}}", "{a: {range: [2001-01-01T00:00:01Z, 2001-12-31]}}")]
    [InlineData("{unique: [a, b, c]}", "{unique: [c, a]}")]
    [InlineData("{unique: [a, b]}", "{a: {unique: true}}")]
    public void What_promises_more_breaks_nothing_and_taking_it_back_does(string before, string after)
    {
        ContractBreaks.Between(Read(before), Read(after)).ShouldBeEmpty();
        ContractBreaks.Between(Read(after), Read(before)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("{a: {type: int}}", "{a: {type: int}, b: {type: int}}", "b: is promised now")]
    [InlineData("{a: {type: float}}", "{a: {type: int}}", "a: is int, was float")]
    [InlineData("{a: {range: [0, 10]}}", "{a: {range: [1, null]}}", "a: has a narrower range")]
    [InlineData("{a: {in: [x, y]}}", "{a: {in: [x]}}", "a: may have fewer values")]
    [InlineData("{a: {missing: 2%}}", "{a: {missing: 0%, unique: true}}", "a: may be missing less often, a: may have no value twice")]
    [InlineData("{rows: {min: 10}, fresh: 2d}", "{rows: {min: 20, max: 30}, fresh: 1d}", "the data must be newer, there must be more rows, there must be fewer rows")]
    [InlineData("{a: {range: [2001-01-01, 2001-12-31]}}", "{a: {range: [2001-01-02, 2001-12-31]}, unique: [a, b]}", "a: has a narrower range, a, b may not have the same values twice")]
    [InlineData("{a: {type: int, range: [0, 9]}, fresh: 1d}", "{a: {type: float}}", "")]
    public void What_is_promised_besides_is_what_the_way_back_would_break(string before, string after, string narrowed)
    {
        string.Join(", ", ContractBreaks.Narrowed(Read(before), Read(after))).ShouldBe(narrowed);
        ContractBreaks.Narrowed(Read(before), Read(after)).Select(b => b.Column).ShouldBe(ContractBreaks.Between(Read(after), Read(before)).Select(b => b.Column));
    }

    private static DataContract Read(string text)
    {
        ProjectFileResult result = ProjectFile.Parse($"project: p\ndata: {{d: {{from: a.csv, time: t, expect: {text}}} }}\n", "cairn.yaml");
        result.Faults.ShouldBeEmpty();
        return result.File!.Data["d"].Expect;
    }
}
