namespace Cairn.Cli.Demo.Story;

/// <summary>The changes of the tour. The sample is as they leave it: the tour begins with all of them taken back.</summary>
internal static class Changes
{
    private const string File = "cairn.yaml", Board = "app/FlightBoard/Board.cs", BoardClient = "app/FlightBoard/DelayClient.cs", BoardProgram = "app/FlightBoard/Program.cs", Sql = "sql/table.sql", DataCheck = "data/check.sh";
    private const string Watch = "monitoring/README.md", Agreement = "contract/README.md", Cases = "scoring/requests.json", CasesCheck = "scoring/check.sh";

    /// <summary>In the order in which they are merged.</summary>
    public static IReadOnlyDictionary<Beat, Change> All { get; } = new OrderedDictionary<Beat, Change>
    {
        [Beat.FirstAppChange] = new("Mark flights from 35 % on", Person.Cleo, Person.Ada, new Edit(Board, "Warn = 0.5;", "Warn = 0.35;")),
        [Beat.Contract] = new(
            "Take no flight without its airports, and no outcome twice", Person.Ben, Person.Ada,
            new Edit(File, "      destination: {type: text, missing: 0%}\n  arrivals:", "      destination: {type: text, pattern: \"[A-Z]{3}\", missing: 0%}\n  arrivals:"),
            new Edit(File, "missing: 0%}\n      departed: {type: time, missing: 0%}\n      delay:", "missing: 0%, unique: true}\n      departed: {type: time, missing: 0%}\n      delay:"),
            AfterLine(DataCheck, "test_that 'rows are in order of departure' holds joined \"list(flight_id) = ['c', 'a']\"\n",
                "test_that 'the part of the day follows the minute' holds joined \"max(part_of_day) = 'morning' and min(part_of_day) = 'morning'\"\n")),
        [Beat.SecondAppChange] = new(
            "Keep flights of the same risk in order", Person.Cleo, Person.Ben,
            new Edit(Board, ".OrderByDescending(f => byFlight[f.FlightId].Late)\n", ".OrderByDescending(f => byFlight[f.FlightId].Late).ThenBy(f => f.FlightId, StringComparer.Ordinal)\n")),
        [Beat.Monitoring] = new(
            "Watch AUC and calibration once outcomes are there", Person.Ada, Person.Cleo,
            new Edit(File, "effect: 0.1}\n  service:", $"effect: 0.1}}\n{StoryText.QualityMonitors}  service:"),
            AfterLine(Watch, "|---|---|---|\n", StoryText.QualityRows),
            new Edit(Watch, "deliverer |\n", $"deliverer |\n{StoryText.QualityMarker}")),
        [Beat.Automation] = new(
            "Retrain by itself: when it gets worse, on Mondays, when data has grown", Person.Ada, Person.Ben,
            new Edit(File, "over: 24h}\n\ncode:", $"over: 24h}}\n\n{StoryText.Triggers}\ncode:"),
            new Edit(File, "trees: 40", "trees: 60"),
            AfterLine("training/check.sh", "refused wrong '{\"label\":\"delay\"}'\n", "test_that 'a feature that is not there is refused' refused wrong '{\"label\":\"late\",\"features\":{\"wind\":\"number\"}}'\n")),
        [Beat.MachineReleases] = new(
            "Release by canary, without an approval", Person.Cleo, Person.Ada,
            new Edit(File, "      approve: software-engineer\n", StoryText.Canary),
            new Edit(Agreement, "is refused as a whole.", "is refused as a whole; a request sent again under the same id gets the same answer.")),
        [Beat.Scoring] = new(
            "Every version must refuse a minute that no day has", Person.Ada, Person.Cleo,
            new Edit(Cases, StoryText.LastCase, StoryText.LastCase + StoryText.RefusedCase),
            new Edit(CasesCheck, "from c) >= 3'", "from c) >= 4'"),
            AfterLine(CasesCheck, "(select bool_and(expect.status is not null) from i)'\n",
                "test_that 'one case is out of the contract and must be refused' cases '(select count(*) from c where x.expect.status = 400) >= 1'\n")),
        [Beat.MoreMonitoring] = new(
            "Warn when more than one request in a hundred fails", Person.Cleo, Person.Ada,
            new Edit(File, "alert: \"> 0.05\"", "alert: \"> 0.01\""),
            new Edit(Watch, "more than 5 % of requests", "more than 1 % of requests")),
        [Beat.ThirdAppChange] = new(
            "Ask about a hundred flights at most", Person.Cleo, Person.Ben,
            new Edit(BoardClient, "flights.Count is 0)", "flights.Count is 0 or > 100)"), new Edit(BoardClient, "at least one flight\"", "1 to 100 flights at a time\"")),
        [Beat.FourthAppChange] = new(
            "Say which columns the board reads", Person.Cleo, Person.Ben,
            new Edit(BoardProgram, "< departures.csv\");", "< departures.csv   (flight_id,minute,weekday,distance,origin,destination)\");")),
        [Beat.TrainingCheck] = new(
            "Test that the same rows give the same model, and that the parts lie apart", Person.Ada, Person.Ben,
            AfterLine("training/check.sh", "\"$work/one.json\"\n", "test_that 'the same rows give the same model' same\n"),
            AfterLine("pipeline/check.sh", "by time' part\n", "test_that 'the test part lies after the training part' apart\n")),
        [Beat.FifthAppChange] = new(
            "Tell a refusal from an answer that is none", Person.Cleo, Person.Ada,
            new Edit(BoardClient, "?? new JsonObject();", "?? throw new HttpRequestException(\"the endpoint answered nothing\");")),
        [Beat.DataCheck] = new(
            "Test that flights without an outcome stay out", Person.Ben, Person.Ada,
            new Edit(DataCheck, "test_that 'minutes stay minutes'", "test_that 'a flight without an outcome is left out' holds joined 'count(*) = 2'\ntest_that 'minutes stay minutes'")),
    };

    /// <summary>Passes review and every offline gate: the evaluation reads the same table. The board goes on to take the score for the chance of being late.</summary>
    public static Change BadTable { get; } = new("Speak of flights on time in the training table", Person.Ben, Person.Ada, new Edit(Sql, "  a.late\n", "  1 - a.late as late\n"));

    /// <summary>Takes it back, with a guard so that it does not come again.</summary>
    public static Change Revert { get; } = new(
        "Speak of late flights again, and test that late stays late", Person.Ben, Person.Ada, BadTable.Edits[0].Reversed,
        AfterLine(DataCheck, "test_that 'the join runs' join\n", "test_that 'late stays late' holds joined \"max(late) filter (flight_id = 'a') = 1 and max(late) filter (flight_id = 'c') = 0\"\n"));

    /// <summary>What of the sample is not there yet when the tour begins, newest first.</summary>
    public static IEnumerable<Edit> ToTakeBack => Revert.Edits.Skip(1).Concat(All.Values.Reverse().SelectMany(c => c.Edits.Reverse())).Select(e => e.Reversed);

    private static Edit AfterLine(string path, string line, string added) => new(path, line, line + added);
}
