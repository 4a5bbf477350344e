import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.util.BytesRef;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.support.PlainActionFuture;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.breaker.NoopCircuitBreaker;
import org.elasticsearch.common.logging.HeaderWarning;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.unit.ByteSizeValue;
import org.elasticsearch.common.util.BigArrays;
import org.elasticsearch.common.util.PageCacheRecycler;
import org.elasticsearch.common.util.concurrent.ThreadContext;
import org.elasticsearch.compute.data.Block;
import org.elasticsearch.compute.data.BlockFactory;
import org.elasticsearch.compute.data.BlockUtils;
import org.elasticsearch.compute.data.ElementType;
import org.elasticsearch.compute.data.Page;
import org.elasticsearch.compute.lucene.DataPartitioning;
import org.elasticsearch.compute.operator.Driver;
import org.elasticsearch.compute.operator.DriverRunner;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.grok.MatcherWatchdog;
import org.elasticsearch.index.IndexMode;
import org.elasticsearch.indices.breaker.NoneCircuitBreakerService;
import org.elasticsearch.license.XPackLicenseState;
import org.elasticsearch.tasks.CancellableTask;
import org.elasticsearch.tasks.TaskId;
import org.elasticsearch.xcontent.ToXContent;
import org.elasticsearch.xcontent.XContentBuilder;
import org.elasticsearch.xcontent.json.JsonXContent;
import org.elasticsearch.xpack.esql.action.ColumnInfoImpl;
import org.elasticsearch.xpack.esql.action.PositionToXContent;
import org.elasticsearch.xpack.esql.analysis.Analyzer;
import org.elasticsearch.xpack.esql.analysis.AnalyzerContext;
import org.elasticsearch.xpack.esql.analysis.EnrichResolution;
import org.elasticsearch.xpack.esql.analysis.Verifier;
import org.elasticsearch.xpack.esql.core.expression.Attribute;
import org.elasticsearch.xpack.esql.core.expression.FoldContext;
import org.elasticsearch.xpack.esql.core.type.DataType;
import org.elasticsearch.xpack.esql.core.type.EsField;
import org.elasticsearch.xpack.esql.core.util.NumericUtils;
import org.elasticsearch.xpack.esql.expression.function.EsqlFunctionRegistry;
import org.elasticsearch.xpack.esql.index.EsIndex;
import org.elasticsearch.xpack.esql.index.IndexResolution;
import org.elasticsearch.xpack.esql.inference.InferenceResolution;
import org.elasticsearch.xpack.esql.optimizer.LogicalOptimizerContext;
import org.elasticsearch.xpack.esql.optimizer.LogicalPlanOptimizer;
import org.elasticsearch.xpack.esql.optimizer.PhysicalOptimizerContext;
import org.elasticsearch.xpack.esql.optimizer.PhysicalPlanOptimizer;
import org.elasticsearch.xpack.esql.parser.EsqlParser;
import org.elasticsearch.xpack.esql.plan.logical.EsRelation;
import org.elasticsearch.xpack.esql.plan.logical.LogicalPlan;
import org.elasticsearch.xpack.esql.plan.logical.UnresolvedRelation;
import org.elasticsearch.xpack.esql.plan.logical.local.LocalRelation;
import org.elasticsearch.xpack.esql.plan.logical.local.LocalSupplier;
import org.elasticsearch.xpack.esql.plan.physical.EstimatesRowSize;
import org.elasticsearch.xpack.esql.plan.physical.OutputExec;
import org.elasticsearch.xpack.esql.plan.physical.PhysicalPlan;
import org.elasticsearch.xpack.esql.planner.EsPhysicalOperationProviders;
import org.elasticsearch.xpack.esql.planner.LocalExecutionPlanner;
import org.elasticsearch.xpack.esql.planner.PhysicalSettings;
import org.elasticsearch.xpack.esql.planner.PlannerUtils;
import org.elasticsearch.xpack.esql.planner.mapper.Mapper;
import org.elasticsearch.xpack.esql.plugin.QueryPragmas;
import org.elasticsearch.xpack.esql.session.Configuration;
import org.elasticsearch.xpack.esql.telemetry.Metrics;
import org.elasticsearch.xpack.esql.type.EsqlDataTypeConverter;

/**
 * Elasticsearch's engine of ES|QL without a node: parser, analyzer, optimizers, planner and operators, over rows in
 * memory. A question is a line of standard input, {@code {"query", "documents", "types"}}, the latter two for queries
 * with {@code FROM}; the answer is a line of standard output, {@code {"columns", "rows"}} or {@code {"error"}}.
 */
public final class Engine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BigArrays ARRAYS =
      new BigArrays(PageCacheRecycler.NON_RECYCLING_INSTANCE, new NoneCircuitBreakerService(), "request");
  private static final BlockFactory BLOCKS = new BlockFactory(new NoopCircuitBreaker("request"), ARRAYS);
  private static final EsqlFunctionRegistry FUNCTIONS = new EsqlFunctionRegistry();
  private static final Verifier VERIFIER = new Verifier(new Metrics(FUNCTIONS), new XPackLicenseState(() -> 0L));
  private static final ThreadContext CONTEXT = new ThreadContext(Settings.EMPTY);
  private static final ExecutorService THREADS = Executors.newFixedThreadPool(1, Engine::daemon);

  /** Rows by column. */
  private record Table(Map<String, EsField> mapping, Map<String, Block> columns) {}

  public static void main(String[] arguments) throws IOException {
    LogConfigurator.configureESLogging();
    HeaderWarning.setThreadContext(CONTEXT);
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    for (String line; (line = questions.readLine()) != null;) {
      try (var before = CONTEXT.stashContext()) {
        answers.println(answer(JSON.readTree(line)));
      }
    }
    System.exit(0);
  }

  private static Thread daemon(Runnable of) {
    Thread thread = new Thread(of);
    thread.setDaemon(true);
    return thread;
  }

  private static ObjectNode answer(JsonNode question) {
    try {
      Table table = question.has("documents") ? tableOf(question.get("documents"), question.get("types")) : null;
      return rowsOf(question.get("query").asText(), table);
    } catch (Throwable error) {
      return JSON.createObjectNode().put("error", error.getClass().getSimpleName() + ": " + error.getMessage());
    }
  }

  private static ObjectNode rowsOf(String query, Table table) throws IOException {
    var configuration = new Configuration(
        ZoneOffset.UTC, Locale.US, null, "engine", new QueryPragmas(Settings.EMPTY), 10_000, 1_000, query, false,
        Map.of(), System.nanoTime(), false);
    var parsed = new EsqlParser().createStatement(query, configuration);
    var context = new AnalyzerContext(
        configuration, FUNCTIONS, indexOf(parsed, table), new EnrichResolution(), InferenceResolution.EMPTY);
    LogicalPlan analyzed = new Analyzer(context, VERIFIER).analyze(parsed);
    if (table != null) analyzed = analyzed.transformUp(EsRelation.class, of -> inMemory(of, table));
    analyzed.forEachDown(LogicalPlan::setAnalyzed);
    var folding = FoldContext.small();
    var optimized =
        new LogicalPlanOptimizer(new LogicalOptimizerContext(configuration, folding)).optimize(analyzed);
    var physical = new PhysicalPlanOptimizer(new PhysicalOptimizerContext(configuration))
        .optimize(new Mapper().map(optimized));
    return written(physical, run(EstimatesRowSize.estimateRowSize(0, physical), configuration, folding));
  }

  private static IndexResolution indexOf(LogicalPlan parsed, Table table) {
    String[] name = {"none"};
    parsed.forEachDown(UnresolvedRelation.class, of -> name[0] = of.indexPattern().indexPattern());
    Map<String, EsField> mapping = table == null ? Map.of() : table.mapping();
    return IndexResolution.valid(new EsIndex(name[0], mapping, Map.of(name[0], IndexMode.STANDARD)));
  }

  private static LocalRelation inMemory(EsRelation of, Table table) {
    Block[] blocks = of.output().stream().map(each -> table.columns().get(each.name())).toArray(Block[]::new);
    for (Block block : blocks) block.incRef();
    return new LocalRelation(of.source(), of.output(), LocalSupplier.of(blocks));
  }

  private static List<Page> run(PhysicalPlan plan, Configuration configuration, FoldContext folding) {
    var task = new CancellableTask(1, "engine", "esql", null, TaskId.EMPTY_TASK_ID, Map.of());
    var settings = new PhysicalSettings(DataPartitioning.AUTO, ByteSizeValue.ofMb(1));
    var providers = new EsPhysicalOperationProviders(folding, List.of(), null, settings);
    var planner = new LocalExecutionPlanner(
        "engine", "", task, ARRAYS, BLOCKS, Settings.EMPTY, configuration, null, null, null, null, null, providers,
        List.of(), MatcherWatchdog.noop());
    List<Page> pages = new ArrayList<>();
    List<Driver> drivers = planner.plan("engine", folding, new OutputExec(plan, pages::add)).createDrivers("engine");
    PlainActionFuture<Void> done = new PlainActionFuture<>();
    new DriverRunner(CONTEXT) {
      @Override
      protected void start(Driver driver, ActionListener<Void> listener) {
        Driver.start(CONTEXT, THREADS, driver, 1_000, listener);
      }
    }.runToCompletion(drivers, done);
    done.actionGet(TimeValue.timeValueSeconds(60));
    return pages;
  }

  private static ObjectNode written(PhysicalPlan plan, List<Page> pages) throws IOException {
    List<Attribute> output = plan.output();
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode columns = answer.putArray("columns");
    output.forEach(each -> columns.add(each.name()));
    ArrayNode rows = answer.putArray("rows");
    for (Page page : pages) {
      for (int position = 0; position < page.getPositionCount(); position++) {
        XContentBuilder row = JsonXContent.contentBuilder().startArray();
        for (int index = 0; index < output.size(); index++) {
          var info = new ColumnInfoImpl(output.get(index).name(), output.get(index).dataType().outputType(), null);
          PositionToXContent.positionToXContent(info, page.getBlock(index), new BytesRef())
              .positionToXContent(row, ToXContent.EMPTY_PARAMS, position);
        }
        rows.add(JSON.readTree(Strings.toString(row.endArray())));
      }
    }
    return answer;
  }

  private static Table tableOf(JsonNode documents, JsonNode types) {
    Map<String, EsField> mapping = new LinkedHashMap<>();
    Map<String, Block> columns = new LinkedHashMap<>();
    types.fields().forEachRemaining(entry -> {
      String name = entry.getKey();
      DataType type = DataType.fromEs(entry.getValue().asText()).widenSmallNumeric();
      mapping.put(name, new EsField(name, type, new TreeMap<>(), true));
      ElementType element = PlannerUtils.toElementType(type);
      Block.Builder column = element.newBlockBuilder(documents.size(), BLOCKS);
      for (JsonNode document : documents) {
        List<Object> values = new ArrayList<>();
        JsonNode of = document.path(name);
        (of.isArray() ? of : JSON.createArrayNode().add(of)).forEach(each -> {
          if (!each.isNull() && !each.isMissingNode()) values.add(valueOf(each, type));
        });
        append(column, values, element);
      }
      columns.put(name, column.build());
    });
    return new Table(mapping, columns);
  }

  private static void append(Block.Builder column, List<Object> values, ElementType element) {
    if (values.isEmpty()) {
      column.appendNull();
      return;
    }
    if (values.size() > 1) column.beginPositionEntry();
    for (Object value : values) BlockUtils.appendValue(column, value, element);
    if (values.size() > 1) column.endPositionEntry();
  }

  private static Object valueOf(JsonNode value, DataType type) {
    String text = value.asText();
    return switch (type) {
      case BOOLEAN -> value.booleanValue();
      case DATETIME -> EsqlDataTypeConverter.dateTimeToLong(text);
      case DOUBLE -> value.doubleValue();
      case INTEGER -> value.intValue();
      case IP -> EsqlDataTypeConverter.stringToIP(text);
      case LONG -> Long.parseLong(text);
      case UNSIGNED_LONG -> NumericUtils.asLongUnsigned(new BigInteger(text));
      case VERSION -> EsqlDataTypeConverter.stringToVersion(text);
      default -> new BytesRef(text);
    };
  }
}
