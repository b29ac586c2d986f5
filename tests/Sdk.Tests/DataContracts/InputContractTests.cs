using Cairn.Contracts.DataContracts;

namespace Cairn.Sdk.Tests.DataContracts;

public class InputContractTests
{
    private static readonly InputContract Contract = new(new DataContract(
    [
        new ColumnRules("hour") { Type = ColumnType.Int, Range = new ValueRange(0, 23), Missing = 0 },
        new ColumnRules("distance") { Type = ColumnType.Float, Range = new ValueRange(0, null) },
        new ColumnRules("carrier") { In = new AllowedValues(["AA", "DL"], null) },
        new ColumnRules("late") { Type = ColumnType.Int, In = new AllowedValues(["0", "1"], [0, 1]) },
        new ColumnRules("flight") { Type = ColumnType.Text, Pattern = "[A-Z]{2}[0-9]+", Optional = true },
        new ColumnRules("at") { Type = ColumnType.Time },
        new ColumnRules("day") { Type = ColumnType.Date, Times = new TimeRange(new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc), null) },
        new ColumnRules("since") { Times = new TimeRange(null, new DateTime(2001, 1, 1, 12, 0, 0, DateTimeKind.Utc)) },
        new ColumnRules("night") { Type = ColumnType.Bool },
    ]));

    [Theory]
    [InlineData("hour", 23.0, InputFault.None)]
    [InlineData("hour", 24.0, InputFault.OutOfRange)]
    [InlineData("hour", -1.0, InputFault.OutOfRange)]
    [InlineData("hour", 1.5, InputFault.NotWhole)]
    [InlineData("hour", double.NaN, InputFault.Missing)]
    [InlineData("hour", "7", InputFault.WrongType)]
    [InlineData("hour", null, InputFault.Missing)]
    [InlineData("hour", true, InputFault.WrongType)]
    [InlineData("distance", double.PositiveInfinity, InputFault.None)]
    [InlineData("distance", -0.1, InputFault.OutOfRange)]
    [InlineData("distance", null, InputFault.None)]
    [InlineData("carrier", "AA", InputFault.None)]
    [InlineData("carrier", "aa", InputFault.NotAllowed)]
    [InlineData("carrier", 1.0, InputFault.NotAllowed)]
    [InlineData("late", 1.0, InputFault.None)]
    [InlineData("late", 2.0, InputFault.NotAllowed)]
    [InlineData("flight", "AA12", InputFault.None)]
    [InlineData("flight", "AA12x", InputFault.PatternNotMatched)]
    [InlineData("flight", 12.0, InputFault.WrongType)]
    [InlineData("at", "2001-01-01T10:00:00Z", InputFault.None)]
    [InlineData("at", "tomorrow", InputFault.WrongType)]
    [InlineData("day", "2001-01-01", InputFault.None)]
    [InlineData("day", "2000-12-31", InputFault.OutOfRange)]
    [InlineData("day", "2001-01-01T10:00:00Z", InputFault.WrongType)]
    [InlineData("since", "2001-01-01T13:00:00+02:00", InputFault.None)]
    [InlineData("since", "2001-01-01T13:00:00Z", InputFault.OutOfRange)]
    [InlineData("since", "soon", InputFault.WrongType)]
    [InlineData("since", 1.0, InputFault.WrongType)]
    [InlineData("night", true, InputFault.None)]
    [InlineData("night", 1.0, InputFault.WrongType)]
    [InlineData("colour", "red", InputFault.UnknownColumn)]
    public void Values_are_checked(string column, object? value, InputFault fault)
    {
        var index = Contract.IndexOf(column);
        Contract.Check(index, Value(value)).ShouldBe(fault);
        Contract.Describe(index, fault).ShouldNotContain("aa12x", Case.Insensitive);
    }

    [Theory]
    [InlineData("day", "day: out of range; from 2001-01-01T00:00:00.0000000Z")]
    [InlineData("since", "since: out of range; to 2001-01-01T12:00:00.0000000Z")]
    public void An_open_end_is_not_told(string column, string words) => Contract.Describe(Contract.IndexOf(column), InputFault.OutOfRange).ShouldBe(words);

    [Fact]
    public void Columns_are_required_unless_optional()
    {
        Contract.IsRequired(Contract.IndexOf("hour")).ShouldBeTrue();
        Contract.IsRequired(Contract.IndexOf("flight")).ShouldBeFalse();
    }

    [Fact]
    public void A_good_row_allocates_nothing()
    {
        CheckRows(1000).ShouldBe(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var faults = CheckRows(1000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        faults.ShouldBe(0);
    }

    private static int CheckRows(int rows)
    {
        var faults = 0;
        for (var i = 0; i < rows; i++)
        {
            faults += (int)Contract.Check(Contract.IndexOf("hour"), InputValue.Of(i % 24));
            faults += (int)Contract.Check(Contract.IndexOf("distance"), InputValue.Of(i * 0.5));
            faults += (int)Contract.Check(Contract.IndexOf("carrier"), InputValue.Of("DL"));
            faults += (int)Contract.Check(Contract.IndexOf("late"), InputValue.Of(i % 2));
            faults += (int)Contract.Check(Contract.IndexOf("flight"), InputValue.Of("AA12"));
            faults += (int)Contract.Check(Contract.IndexOf("night"), InputValue.Of(truth: true));
        }

        return faults;
    }

    private static InputValue Value(object? value) => value switch
    {
        null => InputValue.Missing,
        double number => InputValue.Of(number),
        bool truth => InputValue.Of(truth),
        _ => InputValue.Of((string)value),
    };
}
