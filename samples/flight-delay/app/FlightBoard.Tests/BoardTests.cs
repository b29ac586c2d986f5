namespace FlightBoard.Tests;

[Trait("kind", "unit")]
public class BoardTests
{
    private static readonly Departure Early = new("a", 495, 1, 888, "ORD", "DEN"), Evening = new("b", 1260, 4, 236, "PHX", "LAS");

    [Fact]
    public void The_flight_most_likely_to_be_late_comes_first()
    {
        string[] lines = [.. Board.Lines([Early, Evening], [new("a", 0.1, "7"), new("b", 0.6, "7")])];
        Assert.Equal(["21:00  PHX LAS   60 % likely late", "08:15  ORD DEN   10 %"], lines);
    }

    [Fact]
    public void A_flight_without_a_forecast_is_not_shown() => Assert.Empty(Board.Lines([Early], []));

    [Fact]
    public void A_line_of_text_is_a_departure() => Assert.Equal(Early, Departure.Parse("a,495,1,888,ORD,DEN"));

    [Theory]
    [InlineData("a,1440,1,888,ORD,DEN", "minute")]
    [InlineData("a,495,7,888,ORD,DEN", "weekday")]
    [InlineData("a,495,1,far,ORD,DEN", "distance")]
    public void A_wrong_field_is_named(string line, string field) => Assert.Contains($"'{field}'", Assert.Throws<FormatException>(() => Departure.Parse(line)).Message);

    [Fact]
    public void A_request_has_a_tensor_for_each_input_and_the_key()
    {
        var inputs = DelayClient.Request([Early, Evening], "r-1")["inputs"]!.AsArray();
        Assert.Equal(["flight_id", "minute", "weekday", "distance", "origin", "destination"], inputs.Select(i => (string?)i!["name"]));
        Assert.All(inputs, i => Assert.Equal(2, i!["data"]!.AsArray().Count));
    }

    [Fact]
    public void An_answer_for_another_number_of_flights_is_refused() =>
        Assert.Throws<HttpRequestException>(() => DelayClient.Read([Early], System.Text.Json.Nodes.JsonNode.Parse("""{"outputs":[{"data":[0.1,0.2]}]}""")!));
}
