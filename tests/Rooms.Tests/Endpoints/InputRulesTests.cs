using Cairn.Contracts.DataContracts;
using Cairn.Endpoints;
using InputColumn = Cairn.Contracts.Snapshots.InputColumn;

namespace Cairn.Rooms.Tests.Endpoints;

public sealed class InputRulesTests
{
    [Theory]
    [InlineData("-1,1", "-1,3", "-1,3")]
    [InlineData("-1,1", "5,3", "5,3")]
    [InlineData("-1,1", "1", "1")]
    [InlineData("2,1", "2,3", "-1,3")]
    [InlineData("2,1", "7", "7")]
    public void An_output_of_as_many_entries_as_rows_is_told_from_one_of_a_number_of_its_own(string input, string output, string told)
    {
        string signature = $$"""{"inputs":[{"name":"x","type":"float","shape":[{{input}}]}],"outputs":[{"name":"y","type":"float","shape":[{{output}}]}]}""";
        string.Join(',', InputRules.OutputsOf(signature).Single().Shape).ShouldBe(told);
    }

    [Theory]
    [InlineData(ColumnKept.Keep, true)]
    [InlineData(ColumnKept.Hash, false)]
    [InlineData(ColumnKept.Drop, false)]
    public void An_input_may_be_the_key_while_the_log_keeps_it(ColumnKept kept, bool may)
    {
        DataContract contract = new([new ColumnRules("id") { Log = kept }]);
        InputColumn id = InputRules.Of("""{"inputs":[{"name":"id","type":"string","shape":[-1,1]}]}""", contract).Single();
        (id.Log, id.MayBeKey).ShouldBe((kept, may));
    }
}
